package dev.hako.kernel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A signal: signal(7). Numbers are those of both supported machines.
///
/// @param number 1 to 64
public record Signal(int number) {
    /// Names by number; the first has none.
    private static final List<String> NAMES =
            List.of(
                    "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1",
                    "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP",
                    "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO",
                    "PWR", "SYS");

    private static final int MAX = 64;

    /// libc keeps the first two real-time signals, 32 and 33, for itself.
    private static final int RTMIN = 34;

    public static final Signal SIGHUP = new Signal(1);
    public static final Signal SIGINT = new Signal(2);
    public static final Signal SIGQUIT = new Signal(3);
    public static final Signal SIGABRT = new Signal(6);
    public static final Signal SIGKILL = new Signal(9);
    public static final Signal SIGUSR1 = new Signal(10);
    public static final Signal SIGUSR2 = new Signal(12);
    public static final Signal SIGPIPE = new Signal(13);
    public static final Signal SIGTERM = new Signal(15);
    public static final Signal SIGCHLD = new Signal(17);
    public static final Signal SIGCONT = new Signal(18);
    public static final Signal SIGSTOP = new Signal(19);
    public static final Signal SIGWINCH = new Signal(28);

    public Signal {
        if (number < 1 || number > MAX) {
            throw new IllegalArgumentException("no signal has the number " + number);
        }
    }

    /// Reads a name or number as people write them: `SIGTERM`, `term`, `15`, `SIGRTMIN+3`,
    /// `RTMAX-1`.
    ///
    /// @return nothing for what names no signal
    public static Optional<Signal> parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
        return Optional.of(numberOf(name)).filter(n -> n >= 1 && n <= MAX).map(Signal::new);
    }

    private static int numberOf(String name) {
        if (name.startsWith("RTMIN")) {
            return realTime(RTMIN, name.substring(5));
        }
        if (name.startsWith("RTMAX")) {
            return realTime(MAX, name.substring(5));
        }
        return switch (name) {
            case "IOT" -> 6;
            case "CLD" -> 17;
            case "POLL" -> 29;
            default -> name.matches("\\d{1,2}") ? Integer.parseInt(name) : NAMES.indexOf(name);
        };
    }

    private static int realTime(int base, String offset) {
        if (offset.isEmpty()) {
            return base;
        }
        int number = offset.matches("[+-]\\d{1,2}") ? base + Integer.parseInt(offset) : 0;
        return number < RTMIN ? 0 : number;
    }

    /// The full name, `SIGTERM` or `SIGRTMIN+3`.
    public String name() {
        if (number < NAMES.size()) {
            return "SIG" + NAMES.get(number);
        }
        return number == RTMIN
                ? "SIGRTMIN"
                : number < RTMIN ? "signal " + number : "SIGRTMIN+" + (number - RTMIN);
    }

    @Override
    public String toString() {
        return name();
    }
}
