package dev.hako.guest.boot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The first files of a guest: its init, and what a plan may find below `/files`. Source:
/// Documentation/driver-api/early-userspace/buffer-format.rst of Linux ("newc").
///
/// @param init the program of process 1, static
/// @param files by their names below `/files`, which are ASCII and have no `/`
public record Initrd(byte[] init, SortedMap<String, Content> files) {
    private static final int DIRECTORY = 0040755;
    private static final int REGULAR = 0100000;
    private static final int PROGRAM = REGULAR | 0755;
    private static final int CONSOLE = 0020600;
    private static final int CONSOLE_MAJOR = 5;
    private static final int CONSOLE_MINOR = 1;
    private static final int ALIGNMENT = 4;
    private static final List<String> DIRECTORIES = List.of("dev", "files", "root");

    /// A file.
    ///
    /// @param permissions its mode's nine bits
    @SuppressWarnings("ArrayRecordComponent") // handed on as it is, and never compared
    public record Content(byte[] bytes, int permissions) {}

    public Initrd {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        if (!files.keySet().stream().allMatch(name -> name.matches("[\\w.+-]+"))) {
            throw new IllegalArgumentException("no names of files: " + files.keySet());
        }
    }

    /// The archive.
    public byte[] encode() {
        Archive archive = new Archive();
        DIRECTORIES.forEach(name -> archive.add(name, DIRECTORY, new byte[0]));
        // The kernel opens it for init's first three descriptors.
        archive.addDevice("dev/console", CONSOLE_MAJOR, CONSOLE_MINOR);
        archive.add("init", PROGRAM, init);
        files.forEach((name, file) ->
                archive.add("files/" + name, REGULAR | file.permissions(), file.bytes()));
        return archive.end();
    }

    private static final class Archive {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int entries;

        void add(String name, int mode, byte[] content) {
            header(name, mode, content.length, 0, 0);
            out.writeBytes(content);
            pad();
        }

        void addDevice(String name, int major, int minor) {
            header(name, CONSOLE, 0, major, minor);
        }

        byte[] end() {
            header("TRAILER!!!", 0, 0, 0, 0);
            return out.toByteArray();
        }

        private void header(String name, int mode, int size, int major, int minor) {
            int uid = 0;
            int gid = 0;
            int links = 1;
            int time = 0;
            int onMajor = 0;
            int onMinor = 0;
            int check = 0;
            out.writeBytes("070701".getBytes(StandardCharsets.US_ASCII));
            for (int field :
                    new int[] {
                        ++entries,
                        mode,
                        uid,
                        gid,
                        links,
                        time,
                        size,
                        onMajor,
                        onMinor,
                        major,
                        minor,
                        name.length() + 1,
                        check
                    }) {
                out.writeBytes("%08X".formatted(field).getBytes(StandardCharsets.US_ASCII));
            }
            out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
            out.write(0);
            pad();
        }

        private void pad() {
            while (out.size() % ALIGNMENT != 0) {
                out.write(0);
            }
        }
    }
}
