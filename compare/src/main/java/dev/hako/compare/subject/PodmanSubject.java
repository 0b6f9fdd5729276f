package dev.hako.compare.subject;

import dev.hako.compare.host.Account;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import dev.hako.compare.oci.Bundle;
import dev.hako.compare.oci.PodmanPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Podman's command, with a state of its own.
final class PodmanSubject {
    private static final int WARM_UPS = 2;

    private PodmanSubject() {}

    static Subject prepare(Path program, Scratch scratch) {
        boolean root = Account.areOpen();
        Account account = root ? Account.open("podman") : Account.uncounted("podman");
        scratch.onClose(account::close);
        Path folder = scratch.folder().resolve("podman");
        Bundle bundle =
                Bundle.ofProbe(
                        folder.resolve("bundle"),
                        Spawner.program(scratch.folder()),
                        account.containers(),
                        List.of("/none"));
        List<String> own =
                List.copyOf(PodmanPlace.command(program, folder, scratch.memory().resolve("p")));
        List<String> group = root ? List.of("--cgroup-parent", account.containers()) : List.of();
        CommandSubject.Recipe recipe =
                new CommandSubject.Recipe(
                        "podman",
                        new Subject.Identity(
                                "command", OciSubject.version(program), program.toString()),
                        WARM_UPS,
                        root ? Bundle.APART : List.of(),
                        environment(),
                        words ->
                                line(
                                        own,
                                        Stream.concat(group.stream(), Stream.of("--rm")).toList(),
                                        bundle,
                                        words),
                        rest(own, group, bundle));
        return CommandSubject.prepare(recipe, account, scratch);
    }

    private static Map<String, String> environment() {
        return Map.of(
                "PATH",
                "/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME",
                System.getenv().getOrDefault("HOME", "/"),
                "XDG_RUNTIME_DIR",
                System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/run"));
    }

    private static CommandSubject.Rest rest(List<String> own, List<String> group, Bundle bundle) {
        return new CommandSubject.Rest(
                number ->
                        line(
                                own,
                                Stream.concat(
                                                group.stream(),
                                                Stream.of("-d", "--name", "rest" + number))
                                        .toList(),
                                bundle,
                                List.of("rest")),
                number ->
                        Stream.concat(own.stream(), Stream.of("rm", "-f", "rest" + number))
                                .toList(),
                (number, deed) ->
                        Optional.of(
                                Stream.concat(own.stream(), deed.words("rest" + number).stream())
                                        .toList()));
    }

    private static List<String> line(
            List<String> own, List<String> options, Bundle bundle, List<String> words) {
        List<String> line = new ArrayList<>(own);
        line.addAll(List.of("run", "--network", "none"));
        line.addAll(PodmanPlace.LIMITS);
        line.addAll(options);
        boolean probe = !words.getFirst().startsWith("/");
        if (!probe) {
            line.addAll(HostPrograms.options());
        }
        line.addAll(List.of("--rootfs", bundle.root().toString()));
        if (probe) {
            line.add(Bundle.PROBE);
        }
        line.addAll(words);
        return line;
    }
}
