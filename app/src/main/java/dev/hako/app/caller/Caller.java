package dev.hako.app.caller;

import dev.hako.isolation.WindowSize;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// The process that asked.
///
/// @param words its command line without the command's own name
/// @param environment `NAME=value` entries
/// @param directory where it stands
/// @param terminal which of its streams are terminals
/// @param umask permission bits that files made for it do not get
/// @param input its standard input, of which nothing is taken before somebody reads
public record Caller(
        List<String> words,
        List<String> environment,
        WorkingDirectory directory,
        Terminal terminal,
        int umask,
        InputStream input) {
    public Caller {
        words = List.copyOf(words);
        environment = List.copyOf(environment);
    }

    /// Which streams are terminals, and how large the terminal is.
    public record Terminal(boolean input, boolean output, boolean error, WindowSize size) {
        public static final Terminal NONE = new Terminal(false, false, false, WindowSize.UNKNOWN);
    }

    /// The value of a variable in its environment; the first entry counts.
    public Optional<String> env(String name) {
        for (String entry : environment) {
            if (entry.length() > name.length()
                    && entry.charAt(name.length()) == '='
                    && entry.startsWith(name)) {
                return Optional.of(entry.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    /// The time zone it shows times in: `TZ`, or the machine's.
    public ZoneId zone() {
        Optional<String> name = env("TZ").filter(text -> !text.isEmpty());
        try {
            return name.map(ZoneId::of).orElseGet(ZoneId::systemDefault);
        } catch (DateTimeException e) {
            // A POSIX rule such as "CET-1CEST", which Java does not read.
            return ZoneId.systemDefault();
        }
    }
}
