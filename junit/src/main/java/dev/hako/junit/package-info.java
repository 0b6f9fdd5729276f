/// Containers for tests: one for each test or for a class of tests, started by JUnit, ready before
/// the test begins and gone after it, even if the test's JVM is killed.
///
/// Start reading at {@link dev.hako.junit.Box}. All boxes of a JVM share one embedded engine, made
/// when the first is started and closed when JUnit is done.
///
/// Threads: a box belongs to the thread that runs its test; several boxes may be used at once.
@NullMarked
package dev.hako.junit;

import org.jspecify.annotations.NullMarked;
