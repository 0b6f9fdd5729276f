/// Benchmarks and measured scenarios.
@NullMarked
package dev.hako.bench;

import org.jspecify.annotations.NullMarked;
