package dev.hako.engine.files;

import dev.hako.kernel.NativePath;
import java.util.Arrays;

/// A path as a user writes it for a copy: its end says more than where it leads.
///
/// @param path as it was written
public record CopyPath(NativePath path) {
    private static final NativePath HERE = NativePath.of(".");

    /// A path in a container, which starts at its root in any case.
    public static CopyPath inContainer(String text) {
        return new CopyPath(NativePath.of(text.startsWith("/") ? text : "/" + text));
    }

    /// A path of the caller's.
    public static CopyPath ofCaller(String text) {
        return new CopyPath(NativePath.of(text));
    }

    /// Whether it can only mean a directory: it ends with `/`, `.` or `..`.
    boolean meansDirectory() {
        return isDots(path.name()) || path.name().isEmpty();
    }

    /// Whether it means what is in a directory rather than the directory: it ends with `/.`, or has
    /// no name at its end at all.
    boolean meansContents() {
        return isDots(stripped().name()) || stripped().name().isEmpty();
    }

    /// What a copy of it is called; `.` if only its contents are meant.
    NativePath name() {
        return meansContents() ? HERE : stripped().name();
    }

    /// The directory it is in, by the path alone.
    NativePath parent() {
        return stripped().parent();
    }

    /// The path without the slashes at its end; `/` is one.
    private NativePath stripped() {
        byte[] bytes = path.bytes();
        int end = bytes.length;
        while (end > 1 && bytes[end - 1] == '/') {
            end--;
        }
        return NativePath.of(Arrays.copyOf(bytes, end));
    }

    private static boolean isDots(NativePath name) {
        return name.equals(HERE) || name.equals(NativePath.of(".."));
    }

    /// As messages show it.
    @Override
    public String toString() {
        return path.toString();
    }
}
