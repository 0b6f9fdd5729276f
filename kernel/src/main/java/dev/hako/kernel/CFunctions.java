package dev.hako.kernel;

import java.lang.foreign.MemorySegment;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The functions of libc that are more than one system call: posix_spawn(3) and what prepares it,
/// and malloc_trim(3). Same names and argument order; each answers 0 or a positive error number.
final class CFunctions {
    private static final MemorySegment SPAWN = required("posix_spawn");
    private static final MemorySegment ATTR_INIT = required("posix_spawnattr_init");
    private static final MemorySegment ATTR_DESTROY = required("posix_spawnattr_destroy");
    private static final MemorySegment ATTR_SETFLAGS = required("posix_spawnattr_setflags");
    private static final MemorySegment ATTR_SETSIGMASK = required("posix_spawnattr_setsigmask");
    private static final MemorySegment ATTR_SETSIGDEFAULT =
            required("posix_spawnattr_setsigdefault");
    private static final MemorySegment ACTIONS_INIT = required("posix_spawn_file_actions_init");
    private static final MemorySegment ACTIONS_DESTROY =
            required("posix_spawn_file_actions_destroy");
    private static final MemorySegment ACTIONS_ADDDUP2 =
            required("posix_spawn_file_actions_adddup2");
    private static final MemorySegment ACTIONS_ADDOPEN =
            required("posix_spawn_file_actions_addopen");
    private static final MemorySegment ACTIONS_ADDCLOSE =
            required("posix_spawn_file_actions_addclose");
    private static final MemorySegment ACTIONS_ADDFCHDIR =
            required("posix_spawn_file_actions_addfchdir_np");

    /// Only glibc has it, since 2.34.
    private static final Optional<MemorySegment> ACTIONS_ADDCLOSEFROM =
            Native.symbol("posix_spawn_file_actions_addclosefrom_np");

    /// Only glibc has it.
    private static final Optional<MemorySegment> MALLOC_TRIM = Native.symbol("malloc_trim");

    private CFunctions() {}

    private static MemorySegment required(String name) {
        return Native.symbol(name)
                .orElseThrow(() -> new NoSuchElementException("this libc has no " + name));
    }

    static int posix_spawn(
            MemorySegment pid,
            MemorySegment path,
            MemorySegment actions,
            MemorySegment attributes,
            MemorySegment argv,
            MemorySegment envp) {
        return Native.call(
                SPAWN,
                pid.address(),
                path.address(),
                actions.address(),
                attributes.address(),
                argv.address(),
                envp.address());
    }

    static int posix_spawnattr_init(MemorySegment attributes) {
        return Native.call(ATTR_INIT, attributes.address(), 0, 0, 0, 0, 0);
    }

    static int posix_spawnattr_destroy(MemorySegment attributes) {
        return Native.call(ATTR_DESTROY, attributes.address(), 0, 0, 0, 0, 0);
    }

    static int posix_spawnattr_setflags(MemorySegment attributes, int flags) {
        return Native.call(ATTR_SETFLAGS, attributes.address(), flags, 0, 0, 0, 0);
    }

    static int posix_spawnattr_setsigmask(MemorySegment attributes, MemorySegment signals) {
        return Native.call(ATTR_SETSIGMASK, attributes.address(), signals.address(), 0, 0, 0, 0);
    }

    static int posix_spawnattr_setsigdefault(MemorySegment attributes, MemorySegment signals) {
        return Native.call(ATTR_SETSIGDEFAULT, attributes.address(), signals.address(), 0, 0, 0, 0);
    }

    static int posix_spawn_file_actions_init(MemorySegment actions) {
        return Native.call(ACTIONS_INIT, actions.address(), 0, 0, 0, 0, 0);
    }

    static int posix_spawn_file_actions_destroy(MemorySegment actions) {
        return Native.call(ACTIONS_DESTROY, actions.address(), 0, 0, 0, 0, 0);
    }

    static int posix_spawn_file_actions_adddup2(MemorySegment actions, int fd, int newfd) {
        return Native.call(ACTIONS_ADDDUP2, actions.address(), fd, newfd, 0, 0, 0);
    }

    static int posix_spawn_file_actions_addopen(
            MemorySegment actions, int fd, MemorySegment path, int flags, int mode) {
        return Native.call(ACTIONS_ADDOPEN, actions.address(), fd, path.address(), flags, mode, 0);
    }

    static int posix_spawn_file_actions_addclose(MemorySegment actions, int fd) {
        return Native.call(ACTIONS_ADDCLOSE, actions.address(), fd, 0, 0, 0, 0);
    }

    static int posix_spawn_file_actions_addfchdir_np(MemorySegment actions, int fd) {
        return Native.call(ACTIONS_ADDFCHDIR, actions.address(), fd, 0, 0, 0, 0);
    }

    static boolean hasAddclosefrom() {
        return ACTIONS_ADDCLOSEFROM.isPresent();
    }

    static int posix_spawn_file_actions_addclosefrom_np(MemorySegment actions, int from) {
        return Native.call(ACTIONS_ADDCLOSEFROM.orElseThrow(), actions.address(), from, 0, 0, 0, 0);
    }

    /// Answers 1 if memory was given back; does nothing where libc cannot.
    static int malloc_trim(long pad) {
        return MALLOC_TRIM.isPresent() ? Native.call(MALLOC_TRIM.get(), pad, 0, 0, 0, 0, 0) : 0;
    }
}
