/// What a Dockerfile says: from its bytes to stages of instructions. The rules are those of
/// Docker's Dockerfile reference, of the syntax `docker/dockerfile:1`.
///
/// Start reading at {@link dev.hako.build.dockerfile.Dockerfile}. A file becomes logical lines
/// ({@link dev.hako.build.dockerfile.LogicalLines}), each line an instruction ({@link
/// dev.hako.build.dockerfile.InstructionParser}); variables are put in later, when the values of a
/// build are known ({@link dev.hako.build.dockerfile.Scope}).
///
/// Invariants: a file is somebody else's. Whatever its bytes, it is read in time and memory that
/// are bounded by its length, or refused by the line and the name of the instruction. What is known
/// to Docker and not here is refused, too, and never passed over.
///
/// Threads: values only, but for a scope, which belongs to one build of one stage.
@NullMarked
package dev.hako.build.dockerfile;

import org.jspecify.annotations.NullMarked;
