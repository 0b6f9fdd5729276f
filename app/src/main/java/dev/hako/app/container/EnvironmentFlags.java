package dev.hako.app.container;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.EnvFile;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/// The environment of a program that is run or exec'd.
public final class EnvironmentFlags {
    private static final int MAX_FILE_BYTES = 1 << 20;

    private static final Option<String> ENV =
            Option.of(
                            "-e, --env",
                            "NAME[=VALUE]",
                            EnvironmentFlags::named,
                            "Set a variable; without a value, your own")
                    .offering(Candidates.Known.VARIABLES);
    private static final Option<String> ENV_FILE =
            Option.text("--env-file", "FILE", "Set the variables listed in a file");

    public static final List<Option<?>> ALL = List.of(ENV, ENV_FILE);

    private EnvironmentFlags() {}

    /// `NAME=value` entries: those of files first. A name without value is the caller's, and is
    /// left out if the caller does not have it.
    public static List<String> read(ParsedLine line, Caller caller) {
        List<String> entries = new ArrayList<>();
        for (String file : line.values(ENV_FILE)) {
            entries.addAll(file(caller, file));
        }
        entries.addAll(line.values(ENV));
        List<String> values = new ArrayList<>();
        for (String entry : entries) {
            if (entry.indexOf('=') > 0) {
                values.add(entry);
            } else {
                caller.env(entry).ifPresent(value -> values.add(entry + "=" + value));
            }
        }
        return values;
    }

    static List<String> file(Caller caller, String file) {
        byte[] text = caller.directory().read(file, MAX_FILE_BYTES);
        try {
            return EnvFile.entries(text);
        } catch (Failure e) {
            throw e.during("cannot read \"" + file + "\"");
        }
    }

    private static String named(String entry) {
        if (entry.isEmpty() || entry.startsWith("=")) {
            throw Failure.invalid("the name is empty");
        }
        return entry;
    }
}
