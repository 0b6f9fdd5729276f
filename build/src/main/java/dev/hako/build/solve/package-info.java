/// Builds: images made of what a Dockerfile says, by an engine.
///
/// Start reading at {@link dev.hako.build.solve.Builder}. A build ({@link
/// dev.hako.build.solve.Solve}) does the stages that its target needs, those that need nothing of
/// each other side by side. A stage ({@link dev.hako.build.solve.StageRun}) is a row of values
/// ({@link dev.hako.build.solve.State}): layers, and how containers run. What changes files is a
/// {@link dev.hako.build.solve.FileStep}, which has a key: a digest of all that its result depends
/// on. A key that is known gives the layer that was made before; {@link
/// dev.hako.build.solve.CacheImage} takes keys and layers to other machines.
///
/// Invariants: a layer that is found by a key is what the step would make. All that a build makes
/// for a while lies in one directory, which belongs to a lock that the kernel ends with the engine;
/// the next engine removes it, and the containers with that build's label.
///
/// Threads: a build has platform threads of its own, as many as the machine has processors; each
/// stage is done by one of them. The builder's caller waits for them, and an interrupt ends them.
@NullMarked
package dev.hako.build.solve;

import org.jspecify.annotations.NullMarked;
