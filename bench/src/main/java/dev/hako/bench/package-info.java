/// Measures Hako, always against something: its peers, its own warm self, or the least a JVM does.
///
/// [Main] reads as the story: scenarios ([dev.hako.bench.scenario]) let subjects
/// ([dev.hako.bench.subject]) compete ([dev.hako.compare.contest]) on this machine
/// ([dev.hako.compare.host]), and report figures ([dev.hako.bench.figure]). Lower floors know
/// nothing of higher ones. That package says how time and memory are counted.
@NullMarked
package dev.hako.bench;

import org.jspecify.annotations.NullMarked;
