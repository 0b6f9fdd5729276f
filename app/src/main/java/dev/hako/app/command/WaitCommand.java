package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.Durations;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import dev.hako.isolation.ExitStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `hako wait`
final class WaitCommand implements Command {
    private static final String NO_CODE = "-1";
    private static final Option<WaitCondition> CONDITION =
            Option.of(
                            "--condition",
                            "CONDITION",
                            WaitCondition::parse,
                            "What to wait for, such as next-exit, removed, running, healthy;"
                                    + " not-running, if not given; the first of several")
                    .offering(WaitCondition.words().toArray(String[]::new));
    private static final Option<Duration> INTERVAL =
            Option.of(
                    "-i, --interval",
                    "TIME",
                    WaitCommand::interval,
                    "How often to look at a state; 250ms if not given");
    private static final Option<Boolean> IGNORE =
            Option.flag("--ignore", "Print -1 for containers that are not there");
    private static final Duration STANDARD_INTERVAL = Duration.ofMillis(250);
    static final CommandForm FORM =
            new CommandForm(
                            "wait",
                            "CONTAINER [CONTAINER...]",
                            "Wait until containers end, and print their exit codes",
                            OptionSet.of(CONDITION, INTERVAL, IGNORE),
                            Order.INTERSPERSED,
                            Count.atLeast(1),
                            List.of(
                                    new Example("How did it end?", "hako wait job"),
                                    new Example(
                                            "Wait until it can be asked",
                                            "hako wait --condition healthy web"),
                                    new Example(
                                            "Wait until its name is free again",
                                            "hako wait --condition removed job")))
                    .forContainers(Candidates.Known.LIVE_CONTAINERS);

    private final Engine engine;

    WaitCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        ParsedLine line = invocation.line();
        List<WaitCondition> asked = line.values(CONDITION);
        List<WaitCondition> wanted = asked.isEmpty() ? List.of(WaitCondition.NOT_RUNNING) : asked;
        Duration interval = line.value(INTERVAL).orElse(STANDARD_INTERVAL);
        boolean ignore = line.flag(IGNORE);
        return new Each<>(reference -> find(reference, ignore), invocation.output(), _ -> 1)
                .print(
                        line.arguments(),
                        found ->
                                found.map(container -> await(container, wanted, interval))
                                        .orElse(NO_CODE));
    }

    /// @param ignore whether it may be missing
    private Optional<Container> find(String reference, boolean ignore) {
        try {
            return Optional.of(engine.container(reference));
        } catch (Failure e) {
            if (ignore && e.kind() == Failure.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// A number alone counts milliseconds, as Podman has it.
    private static Duration interval(String text) {
        Duration interval = Durations.parse(text.matches("\\d+") ? text + "ms" : text);
        if (interval.isNegative() || interval.isZero()) {
            throw Failure.invalid("not a time to wait");
        }
        return interval;
    }

    /// Waits for the first of several conditions: ends are told, states are looked at.
    ///
    /// @return an exit code, or that there is none
    private static String await(
            Container container, List<WaitCondition> wanted, Duration interval) {
        CompletableFuture<Object> end =
                CompletableFuture.anyOf(
                        wanted.stream()
                                .flatMap(each -> each.end(container).stream())
                                .toArray(CompletableFuture<?>[]::new));
        while (wanted.stream().noneMatch(each -> each.holds(container))) {
            if (container.removed().isDone() && !end.isDone()) {
                throw Failure.notFound(
                        "cannot wait for container \"" + container.name() + "\": it was removed");
            }
            try {
                ExitStatus exit = (ExitStatus) end.get(interval.toNanos(), TimeUnit.NANOSECONDS);
                return String.valueOf(exit.code());
            } catch (TimeoutException _) {
                // the states are looked at again
            } catch (ExecutionException e) {
                throw Failure.internal("cannot wait for container \"" + container.name() + "\"", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Failure.of(Failure.Kind.CANCELLED, "interrupted", e);
            }
        }
        return NO_CODE;
    }
}
