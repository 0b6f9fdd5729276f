/// Makes the JVM's ahead-of-time cache (JEP 514), with which an engine starts in a fraction of the
/// time.
///
/// Start reading at {@link dev.hako.app.training.Training}, which an idle engine starts when there
/// is no cache yet: a second JVM at low priority runs an engine that serves itself every kind of
/// command in a directory of its own, and writes down what it has loaded and linked. A failure is
/// logged and nothing else: engines start without the cache, too.
@NullMarked
package dev.hako.app.training;

import org.jspecify.annotations.NullMarked;
