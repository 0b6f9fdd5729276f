/// Reading the logs that monitors write.
///
/// Start reading at {@link dev.hako.engine.log.LogReader}. A log is lines in Kubernetes' format (a
/// timestamp, a stream, whole or partial, text) in a current file and older ones numbered from 1.
/// What is in it is a container's output: any bytes.
///
/// Threads: a reader belongs to one thread, its close method to any.
@NullMarked
package dev.hako.engine.log;

import org.jspecify.annotations.NullMarked;
