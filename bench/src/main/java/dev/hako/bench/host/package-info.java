/// What only the benchmarks need of the machine: networks that nobody else is in, programs compiled
/// where they run. How time and memory are counted says [dev.hako.compare.host].
@NullMarked
package dev.hako.bench.host;

import org.jspecify.annotations.NullMarked;
