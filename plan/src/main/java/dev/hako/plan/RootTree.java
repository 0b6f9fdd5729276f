package dev.hako.plan;

import static dev.hako.kernel.Errno.EEXIST;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.kernel.Errno;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Places in the container's root, before it is pivoted into.
///
/// Every one is reached from the root's descriptor with openat2 and `RESOLVE_IN_ROOT`, and held as
/// a descriptor from then on: what an image or another container exchanges meanwhile changes
/// nothing. Below `/proc`, `/sys` and `/dev` no symbolic link is followed at all.
final class RootTree {
    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;
    private static final int S_IFREG = 0100000;

    /// So many registers are left to others.
    private static final int RESERVE = 24;

    private final PlanBuilder plan;
    private final Register root;
    private final Map<String, Register> open = new HashMap<>();
    private final Set<String> made = new HashSet<>();
    private final Set<String> mounted = new HashSet<>();

    RootTree(PlanBuilder plan, Register root) {
        this.plan = plan;
        this.root = root;
    }

    Register root() {
        return root;
    }

    /// The path without its slashes at both ends and doubled ones; empty for the root.
    ///
    /// @throws dev.hako.failure.Failure if it has a `..`
    static String relative(String path) {
        boolean plain =
                path.startsWith("/")
                        && !path.endsWith("/")
                        && !path.contains("//")
                        && !path.contains("/.");
        return plain ? path.substring(1) : cleaned(path);
    }

    private static String cleaned(String path) {
        StringBuilder clean = new StringBuilder(path.length());
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                throw Refusal.invalid(path, "a path in a container must not have \"..\"");
            }
            if (!name.isEmpty() && !name.equals(".")) {
                clean.append(clean.isEmpty() ? "" : "/").append(name);
            }
        }
        return clean.toString();
    }

    /// A directory that is made if it is missing, with those above it. The descriptor is kept for
    /// the next one who asks.
    Register directory(String path) {
        String relative = relative(path);
        if (relative.isEmpty()) {
            return root;
        }
        Register known = open.get(relative);
        if (known == null) {
            if (plan.registers().isShort(RESERVE)) {
                forget(_ -> true);
            }
            String parent = isMounted(relative) ? "" : parent(relative);
            known = makeDirectory(relative, directory(parent));
            open.put(relative, known);
            made.add(relative);
        }
        return known;
    }

    private Register makeDirectory(String relative, Register parent) {
        if (!isMounted(relative) && !made.contains(relative)) {
            plan.call(Syscall.MKDIRAT, parent, plan.text(name(relative)), value(DIRECTORY_MODE))
                    .tolerate(EEXIST);
        }
        return openAt(relative, O_PATH | OpenFlags.directory(plan.arch())).into("dir");
    }

    /// As [#directory], but for steps that may be jumped over: nothing is kept, and the caller
    /// releases what it is given unless it is the root.
    Register directoryOnce(String path) {
        String relative = relative(path);
        if (relative.isEmpty()) {
            return root;
        }
        Register parent = directoryOnce(parent(relative));
        Register made = makeDirectory(relative, parent);
        release(parent);
        return made;
    }

    /// Gives back a register of [#directoryOnce] or [#existing].
    void release(Register register) {
        if (register.index() != root.index()) {
            plan.registers().release(register);
        }
    }

    /// A file or directory that must be there.
    ///
    /// @param missing where the plan goes on if it is not
    Register existing(String path, Label missing) {
        openAt(relative(path), O_PATH).branch(missing, Errno.ENOENT);
        return plan.into("target");
    }

    /// A file that is made, empty, if it is missing.
    Register file(String path) {
        String relative = relative(path);
        createFile(relative, directory(parent(relative)));
        return openAt(relative, O_PATH).into("target");
    }

    /// Makes an empty file in an open directory unless it is there. It is not opened: a descriptor
    /// for writing would keep the root from becoming read-only.
    void createFile(String relative, Register parent) {
        Data name = plan.text(name(relative));
        plan.call(Syscall.MKNODAT, parent, name, value(S_IFREG | FILE_MODE), value(0))
                .tolerate(EEXIST);
    }

    /// Opens what is there, with flags of open(2).
    PlanBuilder openAt(String relative, int flags) {
        int resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
        Data how =
                how(
                        plan.data(),
                        flags,
                        0,
                        isStrict(relative) ? resolve | RESOLVE_NO_SYMLINKS : resolve);
        Data path = plan.text(relative.isEmpty() ? "." : relative);
        return plan.call(Syscall.OPENAT2, root, path, how, OPEN_HOW_SIZE);
    }

    /// Something was mounted on a directory: what was open there is covered now.
    void covered(String path) {
        String relative = relative(path);
        mounted.add(relative);
        forget(known -> !isStrict(relative) || isAtOrBelow(known, relative));
        made.removeIf(known -> !isStrict(relative) || known.startsWith(relative + "/"));
    }

    private void forget(Predicate<String> which) {
        open.entrySet()
                .removeIf(known -> {
                    boolean gone = which.test(known.getKey());
                    if (gone) {
                        plan.registers().release(known.getValue());
                    }
                    return gone;
                });
    }

    private static boolean isAtOrBelow(String path, String directory) {
        int end = directory.length();
        return path.startsWith(directory) && (path.length() == end || path.charAt(end) == '/');
    }

    /// Whether no link may lie on the way.
    static boolean isStrict(String relative) {
        return isAtOrBelow(relative, "dev") || isKernels(relative + "/");
    }

    /// Whether it lies in a file system of the kernel that is there, where nobody makes
    /// directories.
    private boolean isMounted(String relative) {
        return isKernels(relative)
                && mounted.contains(relative.substring(0, relative.indexOf('/')));
    }

    private static boolean isKernels(String relative) {
        return relative.startsWith("proc/") || relative.startsWith("sys/");
    }

    static String parent(String relative) {
        int slash = relative.lastIndexOf('/');
        return slash < 0 ? "" : relative.substring(0, slash);
    }

    static String name(String relative) {
        return relative.substring(relative.lastIndexOf('/') + 1);
    }
}
