package dev.hako.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Directories over each other, seen as one: overlayfs of the kernel's documentation.
///
/// An image has up to 127 layers, and fsconfig(2) takes strings of 255 bytes. So directories are
/// held open and named by descriptors, and told one by one where the kernel knows `lowerdir+`
/// (6.7). Before, mount(2) takes them in one text of a page, in a mount namespace of its own.
///
/// @param lowers directories that are only read, the topmost first
/// @param options the others, as `key=value` or `key`; directories among them are paths
public record OverlayMount(List<String> lowers, List<Option> options) {
    /// The longest string of fsconfig(2).
    private static final int FSCONFIG_VALUE = 255;

    /// One more thing to tell overlayfs.
    public sealed interface Option {
        String key();
    }

    /// A directory, such as `upperdir` and `workdir`.
    public record Directory(String key, String path) implements Option {}

    /// A word, such as `userxattr`.
    public record Flag(String key) implements Option {}

    public OverlayMount {
        lowers = List.copyOf(lowers);
        options = List.copyOf(options);
    }

    /// Of directories that are only read, of which there are several.
    ///
    /// @param userxattr whether their marks are in `user.` attributes, as in a user namespace
    public static OverlayMount readOnly(List<String> lowers, boolean userxattr) {
        return new OverlayMount(lowers, userxattr ? List.of(new Flag("userxattr")) : List.of());
    }

    /// Mounts it, nowhere yet.
    public DetachedMount mount() {
        return mount(KernelTrial.overlayLowerAppend());
    }

    DetachedMount mount(boolean canAppend) {
        List<Fd> held = new ArrayList<>();
        try {
            List<String> names = hold(held);
            String list = String.join(":", names);
            if (canAppend) {
                return configure("lowerdir+", names, held);
            }
            return list.length() <= FSCONFIG_VALUE
                    ? configure("lowerdir", List.of(list), held)
                    : mountAside();
        } finally {
            held.forEach(Fd::close);
        }
    }

    private List<String> hold(List<Fd> held) {
        return lowers.stream().map(lower -> hold(lower, held)).toList();
    }

    private static String hold(String directory, List<Fd> held) {
        Fd opened = Open.open(directory, Open.O_PATH | Open.O_DIRECTORY);
        held.add(opened);
        return opened.procPath().toString();
    }

    private DetachedMount configure(String key, List<String> values, List<Fd> held) {
        try (FileSystemContext context = FileSystemContext.open("overlay")) {
            values.forEach(value -> context.set(key, value));
            for (Option option : options) {
                switch (option) {
                    case Directory(String name, String path) -> context.set(name, hold(path, held));
                    case Flag(String name) -> context.flag(name);
                }
            }
            return context.mount(0);
        }
    }

    /// A thread has a mount namespace of its own while it lives, and what it mounts goes with it.
    private DetachedMount mountAside() {
        FutureTask<DetachedMount> task =
                new FutureTask<>(() -> {
                    Namespace.unshare(Namespace.MOUNT.cloneFlag());
                    Mounts.propagation(NativePath.of("/"), Mounts.MS_REC | Mounts.MS_PRIVATE);
                    return mountHere();
                });
        Thread.ofPlatform().name("overlay").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KernelException(Errno.EINTR.number(), "mount", "overlay");
        }
    }

    /// Descriptors from another mount namespace would be refused, so these are of this one.
    private DetachedMount mountHere() {
        List<Fd> held = new ArrayList<>();
        try {
            StringBuilder text = new StringBuilder("lowerdir=");
            text.append(String.join(":", hold(held)));
            for (Option option : options) {
                text.append(',').append(option.key());
                if (option instanceof Directory(String _, String path)) {
                    text.append('=').append(hold(path, held));
                }
            }
            NativePath over = NativePath.of(lowers.getFirst());
            Mounts.mount(NativePath.of("overlay"), over, "overlay", 0, text.toString());
            return DetachedMount.cloneOf(Fd.CWD, over, false);
        } finally {
            held.forEach(Fd::close);
        }
    }
}
