package dev.hako.kernel.cgroup;

import dev.hako.kernel.NativePath;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One mounted tree of control groups.
///
/// @param version of its control files
/// @param controllers what it controls; a version 1 tree that only names groups has the one
///   `name=…`
/// @param mountPoint where it is mounted
/// @param mountRoot the group shown there, `/` unless an outer container hid what is above
/// @param ownPath the group this process is in, counted from the root of the whole tree
public record Hierarchy(
        Version version,
        List<String> controllers,
        NativePath mountPoint,
        NativePath mountRoot,
        NativePath ownPath) {

    /// Which set of control files.
    public enum Version {
        V1,
        V2
    }

    public Hierarchy {
        controllers = List.copyOf(controllers);
    }

    public boolean controls(String controller) {
        return controllers.contains(controller);
    }

    /// The topmost group that can be seen.
    public Cgroup root() {
        return new Cgroup(this, mountPoint);
    }

    /// A group by its path below the topmost one; a leading `/` means nothing.
    public Cgroup at(NativePath path) {
        byte[] bytes = path.bytes();
        int start = 0;
        while (start < bytes.length && bytes[start] == '/') {
            start++;
        }
        return start == bytes.length ? root() : root().child(suffix(bytes, start));
    }

    /// The group this process is in, unless it lies outside what is mounted.
    public Optional<Cgroup> own() {
        return within(ownPath);
    }

    /// Whether a line of `/proc/PID/cgroup` with these controllers, parted by commas, is about this
    /// hierarchy.
    boolean isOf(String controllerList) {
        return version == Version.V2
                ? controllerList.isEmpty()
                : controllerList.equals(String.join(",", controllers));
    }

    /// The group of a path counted from the root of the whole tree, unless it lies outside what is
    /// mounted.
    Optional<Cgroup> within(NativePath path) {
        byte[] own = path.bytes();
        byte[] root = mountRoot.bytes();
        int length = mountRoot.length() == 1 ? 0 : root.length;
        for (int i = 0; i < length; i++) {
            if (i >= own.length || own[i] != root[i]) {
                return Optional.empty();
            }
        }
        boolean below = own.length == length || own[length] == '/';
        return below ? Optional.of(at(suffix(own, length))) : Optional.empty();
    }

    private static NativePath suffix(byte[] bytes, int start) {
        return NativePath.of(Arrays.copyOfRange(bytes, start, bytes.length));
    }
}
