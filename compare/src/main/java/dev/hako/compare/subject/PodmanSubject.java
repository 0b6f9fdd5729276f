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
        List<String> head =
                new ArrayList<>(
                        PodmanPlace.command(program, folder, scratch.memory().resolve("p")));
        head.addAll(List.of("run", "--rm", "--network", "none"));
        head.addAll(PodmanPlace.LIMITS);
        CommandSubject.Recipe recipe =
                new CommandSubject.Recipe(
                        "podman",
                        new Subject.Identity(
                                "command", OciSubject.version(program), program.toString()),
                        WARM_UPS,
                        root ? Bundle.APART : List.of(),
                        environment(),
                        words -> line(head, bundle, words));
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

    private static List<String> line(List<String> head, Bundle bundle, List<String> words) {
        List<String> line = new ArrayList<>(head);
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
