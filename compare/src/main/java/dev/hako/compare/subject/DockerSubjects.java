package dev.hako.compare.subject;

import dev.hako.compare.docker.DockerApi;
import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Engines with Docker's API that listen on this machine. They are asked as they are: their
/// containers are where they make them.
final class DockerSubjects {
    private static final List<Path> USUAL =
            List.of(Path.of("/run/docker.sock"), Path.of("/run/podman/podman.sock"));

    private DockerSubjects() {}

    /// Those that answer.
    static List<Subject> find(
            Predicate<String> wanted, List<Path> more, List<Field.Gap> gaps, Scratch scratch) {
        Set<Path> sockets = new LinkedHashSet<>(more);
        USUAL.stream().filter(Files::exists).forEach(sockets::add);
        List<Subject> found = new ArrayList<>();
        if (sockets.isEmpty() && wanted.test("docker")) {
            gaps.add(
                    new Field.Gap("docker", "everything", "nobody listens at " + USUAL.getFirst()));
        }
        for (Path socket : sockets) {
            String name = name(socket, found.size());
            if (!wanted.test("docker") && !wanted.test(name)) {
                continue;
            }
            try {
                found.add(prepare(name, new DockerApi(socket), scratch));
            } catch (RuntimeException e) {
                gaps.add(new Field.Gap(name, "everything", Field.firstLine(e)));
            }
        }
        return found;
    }

    private static String name(Path socket, int number) {
        String engine = socket.toString().contains("podman") ? "podman" : "docker";
        return engine + "-api" + (number == 0 ? "" : "-" + (number + 1));
    }

    private static Subject prepare(String name, DockerApi api, Scratch scratch) {
        String version = api.version();
        api.removeLeftOvers();
        String tag = String.valueOf(ProcessHandle.current().pid());
        api.importImage(layer(scratch), tag);
        DockerSubject subject = new DockerSubject(name, version, api, tag);
        scratch.onClose(subject::close);
        return subject;
    }

    private static byte[] layer(Scratch scratch) {
        Path program = Spawner.program(scratch.folder());
        Path archive = scratch.folder().resolve("docker.tar");
        Programs.run(
                List.of(
                        "tar",
                        "--owner=0",
                        "--group=0",
                        "-C",
                        scratch.folder().toString(),
                        "-cf",
                        archive.toString(),
                        program.getFileName().toString()));
        try {
            return Files.readAllBytes(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
