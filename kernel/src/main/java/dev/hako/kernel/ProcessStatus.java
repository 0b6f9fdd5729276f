package dev.hako.kernel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a process is and has used: `/proc/PID/stat`, `/proc/PID/cmdline`, proc_pid_stat(5).
///
/// @param uid of its owner
/// @param parent its parent's process id
/// @param terminal such as `pts/3`; empty if it has none
/// @param command its arguments, or its name in brackets if it has none; foreign text
public record ProcessStatus(
        int pid,
        int uid,
        int parent,
        Optional<String> terminal,
        Instant startedAt,
        Duration processorTime,
        String command) {
    /// `USER_HZ`, the same on all machines.
    private static final int TICKS_PER_SECOND = 100;

    private static final int MILLIS_PER_TICK = 1000 / TICKS_PER_SECOND;
    private static final int PARENT = 1;
    private static final int TERMINAL = 4;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int START_TIME = 19;
    private static final int FIRST_PTS_MAJOR = 136;
    private static final int LAST_PTS_MAJOR = 143;
    private static final int TTY_MAJOR = 4;

    /// The process that has this number now, or nothing.
    public static Optional<ProcessStatus> find(int pid) {
        String directory = "/proc/" + pid;
        return ProcFile.find(directory + "/stat")
                .flatMap(stat ->
                        Stat.find(Fd.CWD, NativePath.of(directory))
                                .map(owner ->
                                        parse(
                                                stat,
                                                ProcFile.find(directory + "/cmdline").orElse(""),
                                                owner.uid())));
    }

    /// The process that has this number in a procfs, or nothing: what is said there may be made up,
    /// and what makes no sense is nothing either.
    ///
    /// @param procfs its directory, out of which no link leads
    public static Optional<ProcessStatus> find(Fd procfs, int pid) {
        try {
            NativePath directory = NativePath.of(Integer.toString(pid));
            return Optional.of(
                    parse(
                            ProcFile.read(procfs, directory.resolve(NativePath.of("stat"))),
                            ProcFile.read(procfs, directory.resolve(NativePath.of("cmdline"))),
                            Stat.at(procfs, directory, Open.AT_SYMLINK_NOFOLLOW).uid(),
                            bootTime(ProcFile.read(procfs, NativePath.of("stat")))));
        } catch (KernelException
                | NumberFormatException
                | IndexOutOfBoundsException
                | DateTimeException
                | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static ProcessStatus parse(String stat, String arguments, int uid) {
        return parse(stat, arguments, uid, bootTime(ProcFile.read("/proc/stat")));
    }

    /// The name in parentheses may hold anything, so fields are counted from the last one.
    static ProcessStatus parse(String stat, String arguments, int uid, Instant boot) {
        int name = stat.indexOf('(');
        int end = stat.lastIndexOf(')');
        String[] fields = stat.substring(end + 2).split(" ", -1);
        long used = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
        long start = Long.parseLong(fields[START_TIME]) * MILLIS_PER_TICK;
        String words = ProcFile.utf8(arguments).replace('\0', ' ').strip();
        return new ProcessStatus(
                Integer.parseInt(stat.substring(0, name).strip()),
                uid,
                Integer.parseInt(fields[PARENT]),
                terminal(Integer.parseInt(fields[TERMINAL])),
                boot.plusMillis(start),
                Duration.ofMillis(used * MILLIS_PER_TICK),
                words.isEmpty() ? "[" + ProcFile.utf8(stat.substring(name + 1, end)) + "]" : words);
    }

    /// Bits 8 to 15 are the major number, the others the minor one.
    private static Optional<String> terminal(int device) {
        int major = device >> 8 & 0xff;
        int minor = device & 0xff | device >> 12 & 0xfff00;
        if (major >= FIRST_PTS_MAJOR && major <= LAST_PTS_MAJOR) {
            return Optional.of("pts/" + (minor + ((major - FIRST_PTS_MAJOR) << 8)));
        }
        return major == TTY_MAJOR ? Optional.of("tty" + minor) : Optional.empty();
    }

    private static Instant bootTime(String stat) {
        String key = "\nbtime ";
        int at = stat.indexOf(key) + key.length();
        return Instant.ofEpochSecond(Long.parseLong(stat.substring(at, stat.indexOf('\n', at))));
    }
}
