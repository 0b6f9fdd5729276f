package dev.hako.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// One mount as the kernel lists it: `/proc/PID/mountinfo`, proc_pid_mountinfo(5).
///
/// @param id its number in this listing
/// @param parentId the mount it is on
/// @param device of the file system
/// @param root the directory of the file system that is shown
/// @param mountPoint where it is shown, seen from the process's root
/// @param options of the mount, `rw`, `nosuid`, …
/// @param propagation how mounts spread from and to it
/// @param type of the file system
/// @param source what was mounted, in the file system's words
/// @param superOptions of the file system
public record MountInfo(
        int id,
        int parentId,
        Device device,
        NativePath root,
        NativePath mountPoint,
        List<String> options,
        Propagation propagation,
        String type,
        NativePath source,
        List<String> superOptions) {

    /// How mounts spread: mount_namespaces(7). A private mount has none of these.
    ///
    /// @param sharedGroup the peer group it spreads to
    /// @param masterGroup the peer group it receives from
    /// @param unbindable whether it cannot be bind mounted
    public record Propagation(
            OptionalInt sharedGroup, OptionalInt masterGroup, boolean unbindable) {}

    public MountInfo {
        options = List.copyOf(options);
        superOptions = List.copyOf(superOptions);
    }

    /// All mounts this thread can see.
    public static List<MountInfo> current() {
        return parse(ProcFile.read("/proc/thread-self/mountinfo"));
    }

    /// All mounts a process can see.
    public static List<MountInfo> of(int pid) {
        return parse(ProcFile.read("/proc/" + pid + "/mountinfo"));
    }

    /// Reads the listing, in which each char stands for one byte.
    public static List<MountInfo> parse(String listing) {
        return listing.lines().map(MountInfo::parseLine).toList();
    }

    /// `36 35 98:0 /root /point rw,noatime shared:1 master:2 - ext3 /dev/root rw,errors=continue`,
    /// with any number of fields before the hyphen.
    private static MountInfo parseLine(String line) {
        String[] fields = line.split(" ", -1);
        int hyphen = Arrays.asList(fields).indexOf("-");
        String[] numbers = fields[2].split(":", -1);
        return new MountInfo(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                new Device(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])),
                unescape(fields[3]),
                unescape(fields[4]),
                Arrays.asList(fields[5].split(",", -1)),
                propagation(Arrays.asList(fields).subList(6, hyphen)),
                fields[hyphen + 1],
                unescape(fields[hyphen + 2]),
                options(fields[hyphen + 3]));
    }

    private static Propagation propagation(List<String> tags) {
        OptionalInt shared = OptionalInt.empty();
        OptionalInt master = OptionalInt.empty();
        boolean unbindable = false;
        for (String tag : tags) {
            String[] parts = tag.split(":", -1);
            switch (parts[0]) {
                case "shared" -> shared = OptionalInt.of(Integer.parseInt(parts[1]));
                case "master" -> master = OptionalInt.of(Integer.parseInt(parts[1]));
                case "unbindable" -> unbindable = true;
                default -> {
                    // Tags of newer kernels, and propagate_from, which follows from the others.
                }
            }
        }
        return new Propagation(shared, master, unbindable);
    }

    /// A comma within a value is escaped, as in overlayfs's directories.
    private static List<String> options(String text) {
        List<String> options = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean end = i == text.length();
            if (end || text.charAt(i) == ',' && (i == 0 || text.charAt(i - 1) != '\\')) {
                options.add(unescape(text.substring(start, i)).toString());
                start = i + 1;
            }
        }
        return options;
    }

    /// Space, tab, newline and backslash are written as three octal digits behind a backslash.
    static NativePath unescape(String field) {
        byte[] bytes = field.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\\' && isOctal(bytes, i + 1)) {
                plain.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.write(bytes[i]);
            }
        }
        return NativePath.of(plain.toByteArray());
    }

    private static boolean isOctal(byte[] bytes, int at) {
        for (int i = at; i < at + 3; i++) {
            if (i >= bytes.length || bytes[i] < '0' || bytes[i] > '7') {
                return false;
            }
        }
        return true;
    }
}
