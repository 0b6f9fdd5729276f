package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Asks podman and hako the same of pods. Podman's have no infra container here: that would need an
/// image.
@NeedsRoot
@NeedsProgram("podman")
class PodmanPodIT {
    private static final String[] LINES = {
        "pod create --infra=false --name shop",
        "pod create --infra=false --name shop",
        "pod create --infra=false --label tier=web",
        "pod create --infra=false --replace",
        "pod create --infra=false --replace --name shop",
        "pod create --infra=false --name noted --pod-id-file id && cmp -n 64 id id",
        "pod create --infra=false --name again --pod-id-file id",
        "pod exists shop",
        "pod exists none",
        "pod ls -q --filter name=shop",
        "pod ls --filter label=tier=web --format '{{.Status}} {{.NumberOfContainers}}'",
        "pod ls --filter name=shop --format '{{.Name}} {{.Status}}'",
        "pod ls --filter status=running --noheading",
        "pod ls --filter status=nonsense",
        "pod ls --filter nonsense=x",
        "pod inspect -f '{{.Name}} {{.State}} {{.NumContainers}} {{.CreateInfra}}' shop",
        "pod inspect none",
        "pod stop shop",
        "pod stop none",
        "pod stop --ignore none",
        "pod stop",
        "pod kill shop",
        "pod kill -s HUP shop",
        "pod kill none",
        "pod start none",
        "pod start",
        "pod rm none",
        "pod rm --ignore none",
        "pod rm --force none",
        "pod rm shop",
        "pod prune -f",
        "pod rm",
        "pod rm --all",
        "pod ls --noheading"
    };

    private final Hako hako = Hako.ofThisUser();

    @AfterEach
    void leaveNothing() {
        hako.close();
    }

    @Test
    void answersAsPodman() {
        for (String line : LINES) {
            Result ours = hako.shell("mkdir -p ours && cd ours && hako " + line);
            Result podmans =
                    hako.shell(
                            "mkdir -p theirs && cd theirs && podman --root $PWD/root --runroot"
                                    + " $PWD/run "
                                    + line);
            assertThat(ours.status()).as(line).isEqualTo(podmans.status());
            assertThat(shape(ours)).as(line).isEqualTo(shape(podmans));
            assertThat(ours.error().isEmpty()).as(line).isEqualTo(podmans.error().isEmpty());
        }
    }

    /// What was printed, with one id for all.
    private static String shape(Result result) {
        return result.output().replaceAll("\\b[0-9a-f]{64}\\b", "ID");
    }

    @Test
    void hasPodmansColumnsButTheOneForInfraContainers() {
        String podmans = hako.shell("podman --root $PWD/root --runroot $PWD/run pod ls").output();
        String ours = hako.answer("pod", "ls");

        assertThat(ours.split("\\s{2,}"))
                .containsExactly(podmans.replace("INFRA ID ", "").strip().split("\\s{2,}"));
    }
}
