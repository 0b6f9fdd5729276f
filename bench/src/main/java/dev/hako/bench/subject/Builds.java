package dev.hako.bench.subject;

import dev.hako.bench.subject.Scripted.Lines;
import dev.hako.compare.oci.PodmanPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A build of five steps on a base of busybox alone: programs that write some files, and files that
/// are copied.
public enum Builds {
    /// Nothing is taken from a cache.
    COLD("--no-cache", Lines.NOTHING),

    /// Everything is.
    CACHED("", Lines.NOTHING),

    /// One file has changed, after the first of three programs.
    CHANGED("", "date +%%s%%N > %s/c/src/one");

    private static final String CONTEXT =
            """
            mkdir -p t/bin c/src && cp "$(command -v busybox)" t/bin/ \
            && for a in sh cat echo mkdir seq wc touch; do ln -sf busybox t/bin/$a; done \
            && tar -C t -cf base.tar . && for i in one two three; do echo $i > c/src/$i; done \
            && seq 100000 > c/data && cat > c/Dockerfile <<'END'
            FROM localhost/base:1
            ENV PATH=/bin
            RUN mkdir -p /deps && for i in $(seq 300); do echo $i > /deps/$i; done
            COPY src /src
            RUN cat /src/* > /built
            COPY data /data
            RUN wc -l /data > /lines
            END
            """;

    private static final String MANAGERS = " --cgroup-manager cgroupfs --events-backend file";

    private final String option;
    private final String undo;

    Builds(String option, String undo) {
        this.option = option;
        this.undo = undo;
    }

    /// Hako, and podman if it is installed.
    public List<Scripted> contenders(Path distribution, Stage stage) {
        List<Scripted> all = new ArrayList<>();
        all.add(Scripted.hako(distribution, stage, (hako, at) -> hako(hako, at)));
        Scripted.peer(
                        "podman",
                        List.of("podman"),
                        stage,
                        at -> podman(stage.podman(at) + MANAGERS, at))
                .ifPresent(all::add);
        return all;
    }

    private Lines hako(String hako, Path at) {
        String build = hako + " build -q --network none " + option + " -t built " + at + "/c";
        return lines(at, hako + " import " + at + "/base.tar localhost/base:1", build);
    }

    /// Its runtime refuses groups of both versions at once.
    private Lines podman(String podman, Path at) {
        String build =
                podman
                        + " build -q --layers --network none "
                        + String.join(" ", PodmanPlace.LIMITS)
                        + " "
                        + option
                        + " -t built "
                        + at
                        + "/c";
        return lines(
                at,
                "umount /sys/fs/cgroup/unified 2>/dev/null; "
                        + podman
                        + " import "
                        + at
                        + "/base.tar localhost/base:1",
                build);
    }

    private Lines lines(Path at, String base, String build) {
        String begin = "cd " + at + " && " + CONTEXT + "\n" + base + " && " + build;
        return new Lines(begin, undo.formatted(at), build);
    }
}
