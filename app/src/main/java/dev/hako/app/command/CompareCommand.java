package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.Durations;
import dev.hako.failure.Failure;
import java.time.Duration;
import java.util.List;

/// `hako compare`, which never reaches an engine: the client starts a JVM for it in its own place,
/// so that what measures is not what is measured.
public final class CompareCommand implements Command {
    /// Who is to compete.
    public static final Option<String> RUNTIMES =
            Option.text(
                    "--runtimes",
                    "NAME,...",
                    "Compare these alone, such as runc,crun,hako-runtime");

    /// What is to be measured.
    public static final Option<String> ONLY =
            Option.text(
                    "--only",
                    "GROUP,...",
                    "Measure these alone: run, oci, docker, cri, inside, servers, output, memory, security, features");

    /// How much is measured.
    public static final Option<Boolean> QUICK =
            Option.flag("--quick", "End within three minutes, at the price of wider intervals");

    /// How long it may take.
    public static final Option<Duration> WITHIN =
            Option.of(
                    "--within",
                    "TIME",
                    CompareCommand::within,
                    "End within this time, such as 90s, and say what was left out for it");

    private static final Duration LEAST = Duration.ofSeconds(5);
    private static final Duration MOST = Duration.ofDays(1);

    /// Where the report goes.
    public static final Option<String> OUTPUT =
            Option.text("--output", "DIRECTORY", "Write the report there (hako-compare)");

    /// An earlier report.
    public static final Option<String> AGAINST =
            Option.text("--against", "FILE", "Say what has changed since this report.json");

    /// CRI beside the usual places.
    public static final Option<String> CRI =
            Option.text(
                    "--cri",
                    "SOCKET",
                    "Compare a runtime that serves kubelets at this socket, too");

    /// Docker's API beside the usual places.
    public static final Option<String> DOCKER =
            Option.text(
                    "--docker",
                    "SOCKET",
                    "Compare an engine with Docker's API at this socket, too");

    public static final CommandForm FORM =
            new CommandForm(
                    "compare",
                    "",
                    "Compare the container runtimes of this machine: what they cost and keep apart",
                    OptionSet.of(RUNTIMES, ONLY, QUICK, WITHIN, OUTPUT, AGAINST, CRI, DOCKER),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("See all in three minutes", "hako compare --quick"),
                            new Example(
                                    "Compare two runtimes, and what their walls are",
                                    "hako compare --runtimes crun,hako-runtime --only run,security"),
                            new Example(
                                    "See what a change of this machine has done",
                                    "hako compare --output after --against before/report.json"),
                            new Example(
                                    "See whether a command does the same in all isolations",
                                    "hako compare run debian -- ls -l /")));

    private static Duration within(String text) {
        Duration time = Durations.parse(text);
        if (time.compareTo(LEAST) < 0 || time.compareTo(MOST) > 0) {
            throw Failure.invalid("neither 5s nor 24h nor between");
        }
        return time;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        throw Failure.conflict(
                "cannot compare in an engine that may be measured: the client does it");
    }
}
