package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A program to be started as a child, without a copy of this JVM: posix_spawn(3).
///
/// The child has exactly the descriptors named here, an empty signal mask and every signal at its
/// default (but libc leaves its own two, 32 and 33, ignored: a program that cares resets them).
///
/// @param program what to execute
/// @param arguments all of argv, the program's own name first
/// @param environment all of it, `NAME=value`
/// @param descriptors by the number each has in the child, all below 100; no other is open there
/// @param workingDirectory the child's, if not this process's
/// @param newSession whether the child leaves this process's session and process group
public record Spawn(
        Program program,
        List<NativePath> arguments,
        List<NativePath> environment,
        SortedMap<Integer, Fd> descriptors,
        Optional<Fd> workingDirectory,
        boolean newSession) {

    static final int POSIX_SPAWN_SETSIGDEF = 4;
    static final int POSIX_SPAWN_SETSIGMASK = 8;
    static final int POSIX_SPAWN_SETSID = 128;

    /// The size of glibc's and musl's `posix_spawnattr_t` on both machines.
    static final int ATTRIBUTES_SIZE = 336;

    /// The size of libc's `sigset_t`.
    static final int SIGSET_SIZE = 128;

    /// Where the program is.
    public sealed interface Program {
        /// A file by name; no search path applies.
        record At(NativePath path) implements Program {}

        /// An open file, for example a sealed [Memfd]. It cannot be a script.
        record Opened(Fd file) implements Program {}
    }

    public Spawn {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        descriptors = Collections.unmodifiableSortedMap(new TreeMap<>(descriptors));
        if (!descriptors.isEmpty()
                && (descriptors.firstKey() < 0 || descriptors.lastKey() >= Fd.FIRST_HIGH)) {
            throw new IllegalArgumentException(
                    "a descriptor of a spawned program has a number below " + Fd.FIRST_HIGH);
        }
    }

    /// A program by name with its arguments, and with nothing else.
    public static Spawn of(String path, String... arguments) {
        return of(new Program.At(NativePath.of(path)), path, arguments);
    }

    /// An open program with its name, its arguments, and nothing else.
    public static Spawn of(Fd program, String name, String... arguments) {
        return of(new Program.Opened(program), name, arguments);
    }

    private static Spawn of(Program program, String name, String... arguments) {
        List<NativePath> argv =
                Stream.concat(Stream.of(name), Arrays.stream(arguments))
                        .map(NativePath::of)
                        .toList();
        return new Spawn(program, argv, List.of(), new TreeMap<>(), Optional.empty(), false);
    }

    /// The same with this whole environment.
    public Spawn withEnvironment(List<NativePath> variables) {
        return new Spawn(program, arguments, variables, descriptors, workingDirectory, newSession);
    }

    /// The same with these descriptors, by their numbers in the child.
    public Spawn withDescriptors(Map<Integer, Fd> numbered) {
        return new Spawn(
                program,
                arguments,
                environment,
                new TreeMap<>(numbered),
                workingDirectory,
                newSession);
    }

    /// The same, started in another directory.
    public Spawn withWorkingDirectory(Fd directory) {
        return new Spawn(
                program, arguments, environment, descriptors, Optional.of(directory), newSession);
    }

    /// The same as the leader of a session of its own.
    public Spawn withNewSession() {
        return new Spawn(program, arguments, environment, descriptors, workingDirectory, true);
    }

    /// Starts it. The child is this process's to reap, by [Pidfd#await] or [Pidfd#onExit].
    ///
    /// @throws KernelException if it could not be executed
    public Pidfd start() {
        try (Arena arena = Arena.ofConfined();
                SpawnActions actions = new SpawnActions(arena)) {
            workingDirectory.ifPresent(actions::workingDirectory);
            int end = actions.install(descriptors);
            MemorySegment path = path(actions, end, arena);
            return Pidfd.open(call(actions, path, arena));
        }
    }

    /// Completes the actions for where the program is, and names it.
    private MemorySegment path(SpawnActions actions, int end, Arena arena) {
        return switch (program) {
            case Program.At(NativePath path) -> {
                actions.closeOthers(end, descriptors, end);
                yield path.in(arena);
            }
            case Program.Opened(Fd file) -> {
                actions.program(file, end, descriptors, arena);
                actions.closeOthers(end, descriptors, end + 1);
                yield NativePath.of("/proc/self/fd/" + end).in(arena);
            }
        };
    }

    private int call(SpawnActions actions, MemorySegment path, Arena arena) {
        MemorySegment attributes = attributes(arena);
        MemorySegment pid = arena.allocate(JAVA_INT);
        int error =
                CFunctions.posix_spawn(
                        pid,
                        path,
                        actions.segment(),
                        attributes,
                        strings(arguments, arena),
                        strings(environment, arena));
        CFunctions.posix_spawnattr_destroy(attributes);
        KernelException.check(-error, "posix_spawn", arguments.getFirst());
        return pid.get(JAVA_INT, 0);
    }

    private MemorySegment attributes(Arena arena) {
        MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, 8);
        MemorySegment none = arena.allocate(SIGSET_SIZE, 8);
        MemorySegment all = arena.allocate(SIGSET_SIZE, 8).fill((byte) 0xff);
        int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
        CFunctions.posix_spawnattr_init(attributes);
        CFunctions.posix_spawnattr_setsigmask(attributes, none);
        CFunctions.posix_spawnattr_setsigdefault(attributes, all);
        CFunctions.posix_spawnattr_setflags(
                attributes, newSession ? flags | POSIX_SPAWN_SETSID : flags);
        return attributes;
    }

    private static MemorySegment strings(List<NativePath> strings, Arena arena) {
        MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(ADDRESS, i, strings.get(i).in(arena));
        }
        return array;
    }
}
