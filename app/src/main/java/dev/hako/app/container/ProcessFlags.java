package dev.hako.app.container;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.Numbers;
import dev.hako.engine.config.ProcessOptions;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.Optional;

/// How the program runs.
final class ProcessFlags {
    static final Option<Boolean> TERMINAL = Option.flag("-t, --tty", "Give the program a terminal");
    static final Option<Boolean> INTERACTIVE =
            Option.flag("-i, --interactive", "Keep standard input open");
    private static final Option<String> WORKDIR =
            Option.of(
                    "-w, --workdir",
                    "DIR",
                    ProcessFlags::absolute,
                    "Directory the program starts in");
    private static final Option<String> USER =
            Option.text("-u, --user", "USER[:GROUP]", "Name or id to run as");
    private static final Option<String> GROUPS =
            Option.text("--group-add", "GROUP", "Further group of the user");
    private static final Option<String> HOSTNAME =
            Option.text("-h, --hostname", "NAME", "Host name inside the container");
    private static final Option<String> DOMAINNAME =
            Option.text("--domainname", "NAME", "NIS domain name inside the container");
    private static final Option<Boolean> INIT =
            Option.flag("--init", "Run a small init that forwards signals and reaps processes");
    private static final Option<Integer> OOM_SCORE =
            Option.of(
                    "--oom-score-adj",
                    "NUMBER",
                    Numbers.between(-1000, 1000),
                    "How readily the kernel kills it for memory, -1000 to 1000");

    private static final Option<String> TZ =
            Option.text(
                    "--tz", "ZONE", "Time zone, such as Europe/Berlin; local is this machine's");

    static final List<Option<?>> ALL =
            List.of(
                    TERMINAL,
                    INTERACTIVE,
                    WORKDIR,
                    USER,
                    GROUPS,
                    HOSTNAME,
                    DOMAINNAME,
                    INIT,
                    OOM_SCORE,
                    TZ);

    private ProcessFlags() {}

    /// @param inputOnce whether standard input ends with the caller's
    static ProcessOptions read(ParsedLine line, Caller caller, boolean inputOnce) {
        boolean openInput = line.flag(INTERACTIVE);
        return new ProcessOptions(
                line.flag(TERMINAL),
                openInput,
                openInput && inputOnce,
                EnvironmentFlags.read(line, caller),
                line.value(WORKDIR),
                line.value(USER).filter(user -> !user.isEmpty()),
                line.values(GROUPS),
                nonEmpty(line.value(HOSTNAME)),
                nonEmpty(line.value(DOMAINNAME)),
                line.flag(INIT),
                line.value(OOM_SCORE),
                nonEmpty(line.value(TZ)));
    }

    private static Optional<String> nonEmpty(Optional<String> text) {
        return text.filter(word -> !word.isEmpty());
    }

    private static String absolute(String path) {
        if (!path.startsWith("/")) {
            throw Failure.invalid("must be an absolute path");
        }
        return path;
    }
}
