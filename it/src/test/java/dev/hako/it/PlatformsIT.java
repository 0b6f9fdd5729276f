package dev.hako.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.image.Digest;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.registry.RegistrySetup;
import dev.hako.testing.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Indexes of several platforms, exchanged with skopeo. The image for the other platform has this
/// machine's busybox in it, so that it runs here, too.
@NeedsRoot
@NeedsProgram({"docker-registry", "skopeo", "umoci", "busybox", "python3"})
class PlatformsIT {
    private static final Hako HAKO = Hako.ofThisUser();
    private static final String OWN =
            System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    private static final String OTHER = OWN.equals("arm64") ? "amd64" : "arm64";

    /// Makes `both` of `v1` and `other`: their manifests with their platforms.
    private static final String INDEX =
            """
            import hashlib, json
            TAG = "org.opencontainers.image.ref.name"
            TYPE = "application/vnd.oci.image.index.v1+json"
            PLATFORMS = {"v1": "%s", "other": "%s"}
            layout = json.load(open("layout/index.json"))
            manifests = [{**{key: each[key] for key in ("mediaType", "digest", "size")},
                    "platform": {"os": "linux", "architecture": PLATFORMS[each["annotations"][TAG]]}}
                for each in layout["manifests"]]
            both = json.dumps({"schemaVersion": 2, "mediaType": TYPE, "manifests": manifests})
            digest = hashlib.sha256(both.encode()).hexdigest()
            open("layout/blobs/sha256/" + digest, "w").write(both)
            layout["manifests"].append({"mediaType": TYPE, "digest": "sha256:" + digest,
                "size": len(both), "annotations": {TAG: "both"}})
            json.dump(layout, open("layout/index.json", "w"))
            """
                    .formatted(OWN, OTHER);

    @TempDir static Path folder;
    private static TestRegistry registry;
    private static String index;

    @BeforeAll
    static void fillRegistry() throws IOException {
        registry = new RegistrySetup(folder).start();
        BusyboxLayout.make(HAKO.place(), 0);
        shell(
                "umoci tag --image layout:v1 other; umoci config --image layout:other"
                        + " --architecture %s --clear=config.cmd --config.cmd echo --config.cmd other"
                                .formatted(OTHER));
        shell("python3 - <<'END'\n" + INDEX + "END");
        shell(
                "skopeo copy -q --all --dest-tls-verify=false oci:layout:both docker://"
                        + registry.reference("team/box:1"));
        index = shell("skopeo inspect --raw oci:layout:both");
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
        registry.close();
    }

    @BeforeEach
    void forgetImages() {
        shell("for c in $(hako ps -aq); do hako rm -f -v $c; done; hako image prune -a -f");
    }

    private static String shell(String line) {
        Result result = HAKO.shell(line);
        assertThat(result.status()).as(result.error()).isZero();
        return result.output().stripTrailing();
    }

    private static String raw(String reference) {
        return shell("skopeo inspect --raw --tls-verify=false " + reference);
    }

    @Test
    void allPlatformsArePulledAndPushedByteForByte() {
        String name = registry.reference("team/box:1");
        String to = registry.reference("other/box:2");
        shell("hako pull -q --all-platforms " + name);
        assertThat(shell("hako images --format '{{.Tag}} {{.Platform}}' | sort").lines())
                .containsExactly("1 linux/amd64", "1 linux/arm64/v8");
        assertThat(shell("hako images")).contains("PLATFORM", "linux/arm64");
        assertThat(shell("hako manifest inspect " + name)).isEqualTo(index);
        assertThat(shell("hako pull --all-platforms " + name)).contains("Image is up to date");

        shell("hako tag %s %s".formatted(name, to));
        shell("hako push -q %s; hako push -q %s oci:pushed:it".formatted(to, name));
        assertThat(raw("docker://" + to)).isEqualTo(index);
        assertThat(raw("oci:pushed:it")).isEqualTo(index);
        shell("skopeo copy -q --all oci:pushed:it oci:again:it");
        assertThat(shell("ls again/blobs/sha256")).isEqualTo(shell("ls pushed/blobs/sha256"));
        assertThat(shell("hako manifest inspect --remote " + to)).isEqualTo(index);
        assertThat(shell("hako manifest inspect oci:again:it")).isEqualTo(index);
    }

    @Test
    void archivesHaveAllPlatformsAndAreReadAgain() {
        String name = registry.reference("team/box:1");
        shell("hako pull -q --all-platforms " + name);
        shell("hako save -o all.tar %s; hako push -q %1$s oci-archive:one.tar:it".formatted(name));
        shell("skopeo copy -q --all oci-archive:all.tar oci:copied:it");
        assertThat(raw("oci:copied:it")).isEqualTo(index);
        assertThat(raw("oci-archive:one.tar:it")).isEqualTo(index);
        assertThat(shell("skopeo inspect -f '{{.Architecture}}' docker-archive:all.tar"))
                .isEqualTo(OWN);

        shell("hako rmi %s; hako load -i all.tar".formatted(name));
        assertThat(shell("hako images -q | wc -l")).isEqualTo("2");
        assertThat(shell("hako manifest inspect " + name)).isEqualTo(index);
        shell("skopeo copy -q --all oci:layout:both oci-archive:theirs.tar:example.com/box:3");
        shell("hako load -i theirs.tar");
        assertThat(shell("hako manifest inspect example.com/box:3")).isEqualTo(index);
    }

    @Test
    void onePlatformAfterTheOtherKeepsBoth() {
        String name = registry.reference("team/box:1");
        String other = "--platform linux/" + OTHER;
        shell("hako pull -q " + name);
        assertThat(shell("hako manifest inspect " + name)).isEqualTo(index);
        Result never = HAKO.shell("hako run --rm --pull never %s %s".formatted(other, name));
        assertThat(never.error()).contains("is for linux/" + OWN, "not for linux/" + OTHER);

        assertThat(shell("hako run --rm -q %s %s".formatted(other, name))).isEqualTo("other");
        assertThat(shell("hako run --rm " + name)).isEqualTo("hello from /srv");
        assertThat(shell("hako run --rm --pull never %s %s".formatted(other, name)))
                .isEqualTo("other");
        assertThat(shell("hako images -q | wc -l")).isEqualTo("2");
        assertThat(shell("hako images -q -f dangling=true")).isEmpty();
    }

    @Test
    void whatIsMissingOfAnIndexIsNotPushed() {
        String to = registry.reference("single/box:1");
        shell(
                "hako pull -q %s; hako tag %1$s %s; hako push -q %2$s"
                        .formatted(registry.reference("team/box:1"), to));
        assertThat(raw("docker://" + to)).isEqualTo(raw("oci:layout:v1"));
    }

    @Test
    void oneOfThemIsRemovedByItsIdAndTheNameStays() {
        String name = registry.reference("team/box:1");
        shell("hako pull -q --all-platforms " + name);
        String other =
                shell(
                        "hako images --format '{{.ID}} {{.Platform}}' | grep linux/%s | cut -d' ' -f1"
                                .formatted(OTHER));
        assertThat(shell("hako rmi " + other))
                .startsWith("Deleted: sha256:" + other)
                .doesNotContain("Untagged");
        assertThat(shell("hako run --rm " + name)).isEqualTo("hello from /srv");
        assertThat(shell("hako pull --all-platforms " + name)).contains("Downloaded newer image");
        assertThat(shell("hako images -q | wc -l")).isEqualTo("2");
        assertThat(shell("hako rmi " + name).lines().filter(line -> line.startsWith("Untagged: ")))
                .containsExactly(
                        "Untagged: " + name,
                        "Untagged: " + registry.reference("team/box") + "@sha256:" + sha256(index));
    }

    private static String sha256(String text) {
        return Digest.sha256(text.getBytes(UTF_8)).hex();
    }

    @Test
    void removingCountsAndFreesAllOfThem() {
        String name = registry.reference("team/box:1");
        shell("hako pull -q --all-platforms " + name);
        assertThat(shell("hako system df --format '{{.Type}} {{.TotalCount}}'"))
                .startsWith("Images 2");
        String container = shell("hako create %s".formatted(name));
        assertThat(HAKO.shell("hako rmi " + name).error())
                .contains("is using its referenced image");
        assertThat(shell("hako image prune -a -f")).contains("deleted: sha256:");
        assertThat(shell("hako images --format '{{.Platform}}'")).contains("linux/" + OWN);
        assertThat(shell("hako images -q | wc -l")).isEqualTo("1");

        shell("hako rm %s; hako rmi %s".formatted(container, name));
        assertThat(shell("hako images -q")).isEmpty();
        assertThat(shell("hako system df --format '{{.Type}} {{.Size}}'")).startsWith("Images 0B");
        assertThat(shell("ls root/images/blobs/sha256")).isEmpty();
    }
}
