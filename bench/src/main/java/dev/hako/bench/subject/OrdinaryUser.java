package dev.hako.bench.subject;

import dev.hako.bench.host.NetworkPlace;
import dev.hako.compare.host.Account;
import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import dev.hako.compare.oci.Bundle;
import dev.hako.compare.oci.PodmanPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// An ordinary user of a machine of his own that has a way to the world, with what contenders need
/// in his folders.
///
/// @param home his folder, on disk
/// @param memory his folder, in memory
/// @param entrance words that run the program after them as him
public record OrdinaryUser(Path home, Path memory, List<String> entrance) {
    private static final int UID = 64_070;
    private static final String SCRIPT = "enter.sh";

    /// Makes tunnels possible in a mount namespace of its own, shows a root file system the
    /// machine's programs, and becomes the user. An empty cgroup2 hierarchy beside those of v1 is
    /// taken away, which crun refuses.
    private static final String ENTER =
            """
            umount /sys/fs/cgroup/unified 2>/dev/null
            mount -t tmpfs none /dev/net && mknod -m 666 /dev/net/tun c 10 200 || exit 1
            mount --rbind /usr "$1/bundle/rootfs/usr" || exit 1
            export HOME="$1" XDG_RUNTIME_DIR="$2"
            uid=$3
            shift 3
            exec setpriv --reuid=$uid --regid=$uid --clear-groups "$@"
            """;

    /// One on a machine, with folders of his own.
    public static OrdinaryUser make(Scratch scratch, NetworkPlace machine, String cgroup) {
        Path home = scratch.folder().resolve("user");
        Path memory = scratch.memory().resolve("u");
        try {
            Files.createDirectories(home);
            Files.createDirectories(memory);
            Files.writeString(home.resolve(SCRIPT), ENTER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Bundle.make(home.resolve("bundle"), cgroup, List.of("true"));
        Programs.run(
                List.of("chmod", "711", scratch.folder().toString(), scratch.memory().toString()));
        // A spawner looks for no program, and takes words of one line.
        List<String> words = new ArrayList<>();
        words.add(Programs.find("nsenter").orElseThrow().toString());
        words.addAll(machine.entrance().subList(1, machine.entrance().size()));
        words.addAll(List.of("unshare", "--mount", "sh", home.resolve(SCRIPT).toString()));
        words.addAll(List.of(home.toString(), memory.toString(), String.valueOf(UID)));
        OrdinaryUser user = new OrdinaryUser(home, memory, List.copyOf(words));
        user.own();
        return user;
    }

    private void own() {
        String ids = UID + ":" + UID;
        Programs.run(List.of("chown", "--recursive", ids, home.toString(), memory.toString()));
    }

    /// Runs one command of his.
    public interface Command {
        /// Runs it to its end, and answers how many microseconds it took.
        double micros(List<String> options);
    }

    /// A container of Hako that does nothing, removed when it ends.
    ///
    /// @param distribution is copied to where he can read it
    public Command hako(Path distribution, Scratch scratch, Path spawnerProgram) {
        Path own = home.resolve("dist");
        Programs.run(List.of("cp", "--archive", distribution.toString(), own.toString()));
        own();
        Map<String, String> environment =
                Map.of(
                        "PATH",
                        "/usr/sbin:/usr/bin:/sbin:/bin",
                        "HAKO_ROOT",
                        home.resolve("root").toString(),
                        "HAKO_RUN",
                        memory.resolve("run").toString());
        Spawner spawner = spawner("hako-user", environment, scratch, spawnerProgram);
        String program = own.resolve("bin/hako").toString();
        return options ->
                wall(spawner, List.of(program, "run", "--rm"), options, List.of("host", "true"));
    }

    /// The same of podman, if it is installed.
    public Optional<Command> podman(Scratch scratch, Path spawnerProgram) {
        return Programs.find("podman")
                .map(program -> {
                    Map<String, String> environment =
                            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
                    Spawner spawner = spawner("podman-user", environment, scratch, spawnerProgram);
                    scratch.onClose(() -> Programs.run(List.of("sh", "-c", endOf(memory))));
                    List<String> words = new ArrayList<>(List.of(program.toString()));
                    words.addAll(List.of("--root", home.resolve("podman").toString()));
                    words.addAll(List.of("--runroot", memory.resolve("p").toString()));
                    words.addAll(List.of("--tmpdir", memory.resolve("t").toString()));
                    words.addAll(
                            List.of("--cgroup-manager", "cgroupfs", "--events-backend", "file"));
                    words.addAll(List.of("run", "--rm"));
                    words.addAll(PodmanPlace.LIMITS);
                    String root = home.resolve("bundle/rootfs").toString();
                    return options ->
                            wall(spawner, words, options, List.of("--rootfs", root, "true"));
                });
    }

    /// It leaves a process that holds its namespaces.
    private static String endOf(Path memory) {
        return "find " + memory + " -name pause.pid -exec cat {} + | xargs -r kill; true";
    }

    private Spawner spawner(
            String name, Map<String, String> environment, Scratch scratch, Path program) {
        Account account = Account.open(name);
        scratch.onClose(account::close);
        Path output = scratch.folder().resolve(name + "-output");
        Spawner spawner = Spawner.start(program, List.of(), account, environment, output);
        scratch.onClose(spawner::close);
        return spawner;
    }

    private double wall(
            Spawner spawner, List<String> before, List<String> options, List<String> behind) {
        List<String> line =
                Stream.of(entrance, before, options, behind).flatMap(List::stream).toList();
        return spawner.run(1, 1, line).wall().median();
    }
}
