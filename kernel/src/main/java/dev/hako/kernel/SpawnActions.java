package dev.hako.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// What a child does to its descriptors between fork and exec: `posix_spawn_file_actions_t`.
///
/// Sources are first duplicated to 100 and up, so that installing one never overwrites another. The
/// actions, in order: enter the working directory, install every descriptor, occupy the holes
/// between them, open the program right behind them (where no lower number is free, so that it
/// keeps close-on-exec), then close the holes and everything behind the program.
final class SpawnActions implements AutoCloseable {
    /// The size of glibc's and musl's structure on both machines.
    static final int SIZE = 80;

    private final MemorySegment actions;
    private final List<Fd> duplicates = new ArrayList<>();

    SpawnActions(Arena arena) {
        actions = arena.allocate(SIZE, 8);
        check(CFunctions.posix_spawn_file_actions_init(actions));
    }

    MemorySegment segment() {
        return actions;
    }

    void workingDirectory(Fd directory) {
        check(CFunctions.posix_spawn_file_actions_addfchdir_np(actions, high(directory)));
    }

    /// Installs the descriptors and nothing else.
    ///
    /// @return the number behind the last one
    int install(SortedMap<Integer, Fd> descriptors) {
        for (Map.Entry<Integer, Fd> entry : descriptors.entrySet()) {
            int source = high(entry.getValue());
            check(CFunctions.posix_spawn_file_actions_adddup2(actions, source, entry.getKey()));
        }
        return descriptors.isEmpty() ? 0 : descriptors.lastKey() + 1;
    }

    /// Opens the program at `number`, close-on-exec.
    void program(Fd program, int number, SortedMap<Integer, Fd> descriptors, Arena arena) {
        int source = high(program);
        for (int hole : holes(number, descriptors)) {
            check(CFunctions.posix_spawn_file_actions_adddup2(actions, source, hole));
        }
        MemorySegment path = NativePath.of("/proc/self/fd/" + source).in(arena);
        int flags = Open.O_PATH | Open.O_CLOEXEC;
        check(CFunctions.posix_spawn_file_actions_addopen(actions, number, path, flags, 0));
    }

    /// Closes all numbers that were not installed, those below `end` one by one.
    void closeOthers(int end, SortedMap<Integer, Fd> descriptors, int from) {
        for (int hole : holes(end, descriptors)) {
            check(CFunctions.posix_spawn_file_actions_addclose(actions, hole));
        }
        if (CFunctions.hasAddclosefrom()) {
            check(CFunctions.posix_spawn_file_actions_addclosefrom_np(actions, from));
        } else {
            closeOpenOnes(from);
        }
    }

    /// Without closefrom: what is open now. A file the JVM opens in the meantime without
    /// close-on-exec could slip through; glibc 2.34 and newer do not come here.
    private void closeOpenOnes(int from) {
        try (Fd dir = Open.open("/proc/self/fd", Open.O_RDONLY | Open.O_DIRECTORY)) {
            for (DirectoryEntry entry : Directory.list(dir)) {
                int number = Integer.parseInt(entry.name().toString());
                if (number >= from) {
                    check(CFunctions.posix_spawn_file_actions_addclose(actions, number));
                }
            }
        }
    }

    private static List<Integer> holes(int end, SortedMap<Integer, Fd> descriptors) {
        List<Integer> holes = new ArrayList<>();
        for (int number = 0; number < end; number++) {
            if (!descriptors.containsKey(number)) {
                holes.add(number);
            }
        }
        return holes;
    }

    private int high(Fd fd) {
        if (fd.number() >= Fd.FIRST_HIGH) {
            return fd.number();
        }
        Fd duplicate = fd.duplicate();
        duplicates.add(duplicate);
        return duplicate.number();
    }

    private static void check(int error) {
        KernelException.check(-error, "posix_spawn_file_actions");
    }

    @Override
    public void close() {
        CFunctions.posix_spawn_file_actions_destroy(actions);
        duplicates.forEach(Fd::close);
    }
}
