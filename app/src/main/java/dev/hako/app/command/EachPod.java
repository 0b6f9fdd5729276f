package dev.hako.app.command;

import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.cli.UsageException;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import java.util.List;
import java.util.function.Consumer;

/// Does the same to all pods that a command line names, and prints the ids of those to which it was
/// done, as podman does.
///
/// @param command whose exit codes failures get
record EachPod(Engine engine, PodCommand command) {
    static final Option<Boolean> ALL = Option.flag("-a, --all", "All pods");

    /// @param ignoring whether those that are not there are left out
    Outcome apply(Invocation invocation, boolean ignoring, Consumer<Pod> verb)
            throws InterruptedException {
        List<String> references = references(invocation.line());
        return new Each<>(engine.pods()::pod, invocation.output(), command::exitCode)
                .print(
                        ignoring ? existing(references) : references,
                        pod -> {
                            verb.accept(pod);
                            return pod.id();
                        });
    }

    private List<String> references(ParsedLine line) {
        boolean all = line.flag(ALL);
        if (all == !line.arguments().isEmpty()) {
            throw UsageException.of(
                    all ? "--all cannot be given with a pod" : "name a pod, or give --all");
        }
        return all ? engine.pods().all().stream().map(Pod::id).toList() : line.arguments();
    }

    private List<String> existing(List<String> references) {
        return references.stream()
                .filter(reference -> engine.pods().find(reference).isPresent())
                .toList();
    }
}
