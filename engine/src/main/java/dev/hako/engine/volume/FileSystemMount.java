package dev.hako.engine.volume;

import dev.hako.engine.store.DirectoryLock.Lease;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Mounts;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Stat;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The file system of a volume that has one, mounted over its `_data` while containers use it.
public final class FileSystemMount {
    private static final Map<String, Long> FLAGS =
            Map.of(
                    "ro", Mounts.MS_RDONLY,
                    "nosuid", Mounts.MS_NOSUID,
                    "nodev", Mounts.MS_NODEV,
                    "noexec", Mounts.MS_NOEXEC,
                    "sync", Mounts.MS_SYNCHRONOUS,
                    "noatime", Mounts.MS_NOATIME,
                    "nodiratime", Mounts.MS_NODIRATIME,
                    "relatime", Mounts.MS_RELATIME,
                    "strictatime", Mounts.MS_STRICTATIME);
    private static final String ADDRESS = "addr=";

    private FileSystemMount() {}

    /// Mounts it unless it is mounted.
    static void ensure(VolumeStore store, Volume volume, Backing.FileSystem fileSystem) {
        try (Lease _ = store.lock();
                Fd data = OpenVolume.data(store, volume.name())) {
            if (!isMounted(store, volume.name(), data)) {
                mount(data, fileSystem);
            }
        } catch (KernelException e) {
            throw e.during("cannot mount volume \"" + volume.name() + "\"");
        }
    }

    private static boolean isMounted(VolumeStore store, String name, Fd data) {
        NativePath home = NativePath.of(store.home(name).toString());
        return Stat.of(data).mountId() != Stat.at(Fd.CWD, home, 0).mountId();
    }

    private static void mount(Fd data, Backing.FileSystem fileSystem) {
        long flags = 0;
        List<String> rest = new ArrayList<>();
        for (String word : Backing.words(fileSystem.options())) {
            Long flag = FLAGS.get(word);
            if (flag != null) {
                flags |= flag;
            } else if (!word.equals("rw") && !word.equals("defaults")) {
                rest.add(word.startsWith(ADDRESS) ? resolved(word) : word);
            }
        }
        NativePath device = NativePath.of(fileSystem.device());
        String options = String.join(",", rest);
        Mounts.mount(device, data.procPath(), fileSystem.type(), flags, options);
    }

    /// The kernel takes the address of a server, not its name.
    private static String resolved(String word) {
        String host = word.substring(ADDRESS.length());
        try {
            return ADDRESS + InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw Failure.of(Failure.Kind.INVALID, "unknown host \"" + host + "\"", e);
        }
    }

    /// Takes a volume's file system away if it has one and it is mounted. Containers that still run
    /// keep theirs.
    public static void release(VolumeStore store, Volume volume) {
        if (!(volume.backing() instanceof Backing.FileSystem)) {
            return;
        }
        try (Lease _ = store.lock();
                Fd data = OpenVolume.data(store, volume.name())) {
            if (isMounted(store, volume.name(), data)) {
                Mounts.umount(data.procPath(), Mounts.MNT_DETACH);
            }
        }
    }
}
