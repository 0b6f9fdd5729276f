package dev.hako.app.value;

import dev.hako.engine.files.CopyPath;
import dev.hako.failure.Failure;

/// One end of a copy, as Docker reads it.
public sealed interface CopyEnd {
    /// `CONTAINER:PATH`.
    record InContainer(String container, CopyPath path) implements CopyEnd {
        @Override
        public String toString() {
            return container + ":" + path;
        }
    }

    /// A path of the caller's.
    record OnHost(String path) implements CopyEnd {}

    /// `-`, standard input or output.
    record Stream() implements CopyEnd {}

    /// Reads an end. A path with a colon in it is told from a container's by its `/` or `.` before
    /// the colon.
    static CopyEnd parse(String text) {
        if (text.equals("-")) {
            return new Stream();
        }
        int colon = text.indexOf(':');
        if (text.startsWith("/") || text.startsWith(".") || colon < 0) {
            return new OnHost(requirePath(text));
        }
        String container = text.substring(0, colon);
        return new InContainer(
                container, CopyPath.inContainer(requirePath(text.substring(colon + 1))));
    }

    private static String requirePath(String path) {
        if (path.isEmpty()) {
            throw Failure.invalid("a copy needs two paths, and one is empty");
        }
        return path;
    }
}
