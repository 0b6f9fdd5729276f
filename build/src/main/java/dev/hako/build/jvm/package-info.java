/// Applications for the JVM that become images without a Dockerfile.
///
/// Start reading at {@link dev.hako.build.jvm.Application}: it takes a jar apart into what changes
/// seldom and what changes often. {@link dev.hako.build.jvm.Jdk} finds the modules that it needs
/// and links a runtime of them, and {@link dev.hako.build.jvm.Recipe} writes the Dockerfile that
/// puts both into an image.
///
/// Invariants: equal jars give equal files, to the last byte; no name of an archive's entry becomes
/// a path. What a jar says is limited, and its code runs in boxes only.
///
/// Threads: each object belongs to one thread, which it blocks.
@NullMarked
package dev.hako.build.jvm;

import org.jspecify.annotations.NullMarked;
