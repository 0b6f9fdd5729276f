package dev.hako.bench.subject;

import dev.hako.bench.subject.Scripted.Lines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is done with an image that is here already, or in a file.
public enum Exchange {
    /// Written to an archive, by whoever has got it from the registry before.
    SAVE {
        @Override
        Lines hako(String hako, Path at, Stage stage) {
            return new Lines(
                    hako + " pull -q " + stage.image(),
                    "rm -f " + at + "/*",
                    hako + " save -o " + at + "/out.tar " + stage.image());
        }

        @Override
        Lines skopeo(Path at, Stage stage) {
            return new Lines(
                    fetched(at, stage),
                    "rm -f " + at + "/out.tar",
                    "cd " + at + " && skopeo copy -q oci:l:v1 oci-archive:out.tar:v1");
        }

        @Override
        Lines podman(String podman, Path at, Stage stage) {
            return new Lines(
                    pulled(podman, stage),
                    "rm -f " + at + "/out.tar",
                    podman + " save -q -o " + at + "/out.tar " + stage.image());
        }

        @Override
        Lines containerd(String ctr, Path at, Stage stage) {
            return new Lines(
                    pulled(ctr, at, stage),
                    "rm -f " + at + "/out.tar",
                    ctr + " images export " + at + "/out.tar " + stage.image());
        }
    },

    /// Read from an archive of the older kind, whose layers are not compressed, and unpacked.
    LOAD {
        @Override
        Lines hako(String hako, Path at, Stage stage) {
            return new Lines(
                    archived(at, stage),
                    hako + " image prune -a -f",
                    hako + " load -q -i " + at + "/in.tar");
        }

        @Override
        Lines skopeo(Path at, Stage stage) {
            return new Lines(
                    archived(at, stage),
                    "rm -rf " + at + "/l " + at + "/b",
                    "cd %s && skopeo copy -q docker-archive:in.tar oci:l:v1 && umoci unpack --image l:v1 b"
                            .formatted(at));
        }

        @Override
        Lines podman(String podman, Path at, Stage stage) {
            return new Lines(
                    archived(at, stage),
                    podman + " rmi -af",
                    podman + " load -q -i " + at + "/in.tar");
        }

        @Override
        Lines containerd(String ctr, Path at, Stage stage) {
            return new Lines(
                    archived(at, stage) + " && { " + stage.containerd(at) + "; }",
                    ctr + " images rm --sync $(" + ctr + " images ls -q)",
                    ctr + " images import " + at + "/in.tar");
        }
    },

    /// Taken to the registry, into a repository that it has not heard of, by whoever has got it
    /// there before. Podman and skopeo find nothing in their memory of what registries have.
    PUSH {
        @Override
        Lines hako(String hako, Path at, Stage stage) {
            return new Lines(
                    hako + " pull -q " + stage.image(),
                    fresh(at, stage) + "; " + hako + " tag " + stage.image() + " " + name(at),
                    hako + " push -q " + name(at));
        }

        @Override
        Lines skopeo(Path at, Stage stage) {
            return new Lines(
                    fetched(at, stage),
                    fresh(at, stage),
                    forgetful(
                            "skopeo copy -q --dest-tls-verify=false oci:%s/l:v1 docker://%s", at));
        }

        @Override
        Lines podman(String podman, Path at, Stage stage) {
            return new Lines(
                    pulled(podman, stage),
                    fresh(at, stage),
                    forgetful(
                            podman
                                    + " push -q --tls-verify=false "
                                    + stage.image()
                                    + " docker://%2$s",
                            at));
        }

        @Override
        Lines containerd(String ctr, Path at, Stage stage) {
            return new Lines(
                    pulled(ctr, at, stage),
                    fresh(at, stage),
                    ctr + " images push --plain-http " + name(at) + " " + stage.image());
        }

        private static String fresh(Path at, Stage stage) {
            return "echo %s/push-$(date +%%s%%N):1 > %s/name".formatted(stage.registry(), at);
        }

        private static String name(Path at) {
            return "$(cat " + at + "/name)";
        }

        private static String forgetful(String line, Path at) {
            String shown = line.formatted(at, name(at));
            return "unshare -m sh -c 'mount -t tmpfs tmpfs /var/lib/containers; " + shown + "'";
        }
    };

    abstract Lines hako(String hako, Path at, Stage stage);

    abstract Lines skopeo(Path at, Stage stage);

    abstract Lines podman(String podman, Path at, Stage stage);

    abstract Lines containerd(String ctr, Path at, Stage stage);

    private static String fetched(Path at, Stage stage) {
        return "cd %s && skopeo copy -q --src-tls-verify=false docker://%s oci:l:v1"
                .formatted(at, stage.image());
    }

    private static String pulled(String podman, Stage stage) {
        return podman + " pull -q --tls-verify=false " + stage.image();
    }

    private static String pulled(String ctr, Path at, Stage stage) {
        return stage.containerd(at) + "; " + ctr + " images pull --plain-http " + stage.image();
    }

    private static String archived(Path at, Stage stage) {
        return "skopeo copy -q --src-tls-verify=false docker://%s docker-archive:%s/in.tar:%1$s"
                .formatted(stage.image(), at);
    }

    /// All who can do it, Hako first.
    public List<Scripted> contenders(Path distribution, Stage stage) {
        List<Scripted> all = new ArrayList<>();
        all.add(Scripted.hako(distribution, stage, (hako, at) -> hako(hako, at, stage)));
        Scripted.peer("skopeo", List.of("skopeo", "umoci"), stage, at -> skopeo(at, stage))
                .ifPresent(all::add);
        Scripted.peer("podman", List.of("podman"), stage, at -> podman(stage.podman(at), at, stage))
                .ifPresent(all::add);
        Scripted.peer(
                        "containerd",
                        List.of("containerd", "ctr"),
                        stage,
                        at -> containerd("ctr -a " + stage.socket(), at, stage))
                .ifPresent(all::add);
        return all;
    }
}
