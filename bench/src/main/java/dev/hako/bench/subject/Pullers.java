package dev.hako.bench.subject;

import dev.hako.bench.subject.Scripted.Lines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Those who get an image and unpack it, and have forgotten it before.
public final class Pullers {
    private Pullers() {}

    /// The peers that are installed.
    public static List<Scripted> peers(Stage stage) {
        List<Scripted> peers = new ArrayList<>();
        if (!stage.tag().equals("zstd")) { // which umoci does not know
            Scripted.peer("skopeo+umoci", List.of("skopeo", "umoci"), stage, at -> umoci(at, stage))
                    .ifPresent(peers::add);
        }
        Scripted.peer("podman", List.of("podman"), stage, at -> podman(stage.podman(at), stage))
                .ifPresent(peers::add);
        Scripted.peer(
                        "containerd",
                        List.of("containerd", "ctr"),
                        stage,
                        at -> containerd(at, stage))
                .ifPresent(peers::add);
        return peers;
    }

    private static Lines umoci(Path at, Stage stage) {
        return new Lines(
                Lines.NOTHING,
                "rm -rf " + at + "/*",
                "cd %s && skopeo copy -q --src-tls-verify=false docker://%s oci:l:v1 && umoci unpack --image l:v1 b"
                        .formatted(at, stage.image()));
    }

    private static Lines podman(String podman, Stage stage) {
        return new Lines(
                Lines.NOTHING,
                podman + " rmi -af",
                podman + " pull -q --tls-verify=false " + stage.image());
    }

    private static Lines containerd(Path at, Stage stage) {
        String ctr = "ctr -a " + stage.socket();
        return new Lines(
                stage.containerd(at),
                ctr + " images rm --sync " + stage.image(),
                ctr + " images pull --plain-http " + stage.image());
    }

    /// Hako, as it was built.
    public static Scripted hako(Path distribution, Stage stage) {
        return Scripted.hako(
                distribution,
                stage,
                (hako, _) ->
                        new Lines(
                                hako + " info",
                                hako + " image prune -a -f",
                                hako + " pull -q " + stage.image()));
    }
}
