package dev.hako.build.files;

import dev.hako.kernel.NativePath;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Paths as lists of names.
public final class Paths {
    private static final NativePath HERE = NativePath.of(".");

    private Paths() {}

    /// The names on a path; empty ones and `.` mean nothing, and `..` takes away the one before it,
    /// as there is nothing above a root.
    public static List<NativePath> names(NativePath path) {
        List<NativePath> names = new ArrayList<>();
        byte[] bytes = path.bytes();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                add(names, Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return names;
    }

    private static void add(List<NativePath> names, byte[] name) {
        boolean dot = name.length == 1 && name[0] == '.';
        if (name.length == 2 && name[0] == '.' && name[1] == '.') {
            if (!names.isEmpty()) {
                names.removeLast();
            }
        } else if (name.length > 0 && !dot) {
            names.add(NativePath.of(name));
        }
    }

    /// The names on a path in UTF-8.
    public static List<NativePath> names(String path) {
        return names(NativePath.of(path));
    }

    /// The path of names, without a `/` before it; `.` for none.
    public static NativePath join(List<NativePath> names) {
        if (names.isEmpty()) {
            return HERE;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (NativePath name : names) {
            if (bytes.size() > 0) {
                bytes.write('/');
            }
            bytes.writeBytes(name.bytes());
        }
        return NativePath.of(bytes.toByteArray());
    }

    /// Names and one more.
    static List<NativePath> plus(List<NativePath> names, NativePath name) {
        List<NativePath> all = new ArrayList<>(names);
        all.add(name);
        return all;
    }

    /// Some names, and others behind them.
    static List<NativePath> plus(List<NativePath> names, List<NativePath> more) {
        List<NativePath> all = new ArrayList<>(names);
        all.addAll(more);
        return all;
    }
}
