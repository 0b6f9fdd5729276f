package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.registry.RegistrySetup;
import dev.hako.testing.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images from registries and to them, against Debian's `docker-registry`.
@NeedsRoot
@NeedsProgram({"docker-registry", "skopeo", "umoci", "busybox"})
class PullIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int RANDOM_BYTES = 8_000_000;
    private static final Hako HAKO = Hako.ofThisUser();
    @TempDir static Path folder;
    private static TestRegistry registry;

    @BeforeAll
    static void fillRegistry() throws IOException {
        registry = new RegistrySetup(folder).start();
        BusyboxLayout.make(HAKO.place(), 0);
        String copy = "skopeo copy -q --dest-tls-verify=false oci:layout:v1 docker://%s";
        shell(copy.formatted(registry.reference("team/box:1")));
        shell(copy.formatted(registry.reference("team/box:latest")));
        shell(
                "mkdir big; head -c %d /dev/urandom > big/random; tar -C big -cf big.tar ."
                                .formatted(RANDOM_BYTES)
                        + "; umoci tag --image layout:v1 big"
                        + "; umoci raw add-layer --image layout:big big.tar; rm -r big big.tar");
        shell(copy.replace(":v1", ":big").formatted(registry.reference("team/big:1")));
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
        return shell("skopeo inspect --raw --tls-verify=false docker://" + reference);
    }

    @Test
    void pullsWhatAnotherToolPushed() {
        String name = registry.reference("team/box");
        String digest =
                shell("skopeo inspect --tls-verify=false -f '{{.Digest}}' docker://" + name);

        assertThat(HAKO.answer("pull", name).lines())
                .startsWith("Using default tag: latest", "latest: Pulling from team/box")
                .contains(
                        "Digest: " + digest,
                        "Status: Downloaded newer image for " + name + ":latest")
                .endsWith(name + ":latest")
                .anyMatch(line -> line.matches("[0-9a-f]{12}: Pull complete"));
        assertThat(HAKO.answer("run", "--rm", name)).isEqualTo("hello from /srv");
        assertThat(shell("skopeo inspect --raw oci:root/images:" + name + ":latest"))
                .isEqualTo(raw(name));
        assertThat(HAKO.answer("image", "inspect", "-f", "{{.RepoDigests}}", name))
                .isEqualTo("[" + name + "@" + digest + "]");
        assertThat(HAKO.answer("run", "--rm", name + "@" + digest, "cat", "/two")).isEqualTo("two");
    }

    @Test
    void asksOnceWhetherATagIsUpToDate() {
        String name = registry.reference("team/box:1");
        HAKO.answer("pull", "-q", name);
        int before = registry.log().length();

        assertThat(HAKO.answer("pull", name)).contains("Status: Image is up to date for " + name);
        assertThat(registry.log().substring(before).lines())
                .filteredOn(
                        line -> line.contains("http.response.status") || line.contains("\"HEAD "))
                .filteredOn(line -> line.contains("/v2/team/box/"))
                .isNotEmpty()
                .allMatch(line -> line.contains("/manifests/1"));
    }

    @Test
    void pullsEveryTagAndByDigest() {
        String name = registry.reference("team/box");
        assertThat(HAKO.answer("pull", "-a", name)).contains("1: Pulling", "latest: Pulling");
        assertThat(shell("hako images --format '{{.Tag}}' | sort")).isEqualTo("1\nlatest");

        shell("hako image prune -a -f");
        String digest =
                shell("skopeo inspect --tls-verify=false -f '{{.Digest}}' docker://" + name);
        String full = name + "@" + digest;
        assertThat(HAKO.answer("pull", "-q", full)).isEqualTo(full);
        assertThat(shell("hako images --digests --format '{{.Tag}} {{.Digest}}'"))
                .isEqualTo("<none> " + digest);
        assertThat(HAKO.answer("run", "--rm", full)).isEqualTo("hello from /srv");
    }

    @Test
    void pushesByteForByteAndOnlyWhatIsMissing() {
        String from = registry.reference("team/box:1");
        String to = registry.reference("other/box:2");
        shell("hako pull -q %s; hako tag %s %s".formatted(from, from, to));

        assertThat(HAKO.answer("push", to).lines())
                .startsWith(
                        "The push refers to repository [" + registry.reference("other/box") + "]")
                .anyMatch(line -> line.matches("2: digest: sha256:[0-9a-f]{64} size: \\d+"));
        assertThat(raw(to)).isEqualTo(raw(from));
        assertThat(HAKO.answer("push", to)).contains("Layer already exists");
        assertThat(HAKO.answer("push", "-q", to)).isEqualTo(to);
    }

    @Test
    void asksForWhatTheRegistryHasInAnotherRepository() {
        String from = registry.reference("team/big:1");
        String to = registry.reference("mounted/big:1");
        shell("hako pull -q %s; hako tag %s %s".formatted(from, from, to));
        int before = registry.log().length();

        assertThat(HAKO.answer("push", "-q", to)).isEqualTo(to);
        assertThat(registry.log().substring(before).lines())
                .filteredOn(line -> line.contains("\"POST ") && line.contains("mount=sha256:"))
                .hasSize(3)
                .allMatch(line -> line.contains("from=team/big") && line.contains(" 201 "));
        assertThat(raw(to)).isEqualTo(raw(from));
    }

    @Test
    void runGetsWhatIsMissingOrWhatIsAskedFor() {
        String name = registry.reference("team/box:1");
        Result never = HAKO.run("run", "--rm", "--pull", "never", name);
        assertThat(never.status()).isEqualTo(125);
        assertThat(never.error()).contains("no such image \"" + name + "\"");

        Result missing = HAKO.run("run", "--rm", name);
        assertThat(missing.output()).isEqualTo("hello from /srv\n");
        assertThat(missing.error())
                .startsWith(
                        "Unable to find image '" + name + "' locally\n1: Pulling from team/box");
        assertThat(HAKO.answer("run", "--rm", name)).isEqualTo("hello from /srv");
        assertThat(HAKO.run("run", "--rm", "--pull", "always", name).error())
                .contains("Status: Image is up to date");
        assertThat(HAKO.run("run", "--rm", "-q", "--pull", "always", name))
                .isEqualTo(Result.printed("hello from /srv\n"));
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(HAKO.run("pull", registry.reference("team/nothing:1")).error())
                .contains("team/nothing");
        assertThat(
                        HAKO.run(
                                        "pull",
                                        "--platform",
                                        "linux/s390x",
                                        registry.reference("team/box:1"))
                                .error())
                .contains("is for linux/", "not for linux/s390x");
        assertThat(HAKO.run("push", registry.reference("team/nothing:1")).error())
                .contains("no such image");
        assertThat(shell("hako images -q")).isEmpty();
    }

    @Test
    void aPolicyRefusesWhatIsNotToBeUsed() throws IOException {
        String name = registry.reference("team/box:1");
        Path policy = HAKO.place().resolve(".config/hako/policy.json");
        Files.createDirectories(policy.getParent());
        Files.writeString(policy, "{\"default\": {\"rule\": \"reject\"}}");
        try {
            assertThat(HAKO.run("pull", name).error())
                    .contains("cannot use image \"" + name + "\": it is rejected", "policy.json");
            assertThat(shell("hako images -q")).isEmpty();
        } finally {
            Files.delete(policy);
        }
        assertThat(HAKO.answer("pull", "-q", name)).isEqualTo(name);
    }

    @Test
    void goesOnWhereAKilledPullEnded() throws IOException {
        try (StallingProxy proxy = new StallingProxy(registry.host(), RANDOM_BYTES / 2)) {
            String name = proxy.host() + "/team/big:1";
            Process pull = HAKO.startShell("hako pull " + name);
            Path blobs = HAKO.place().resolve("root/images/blobs/sha256");
            Await.until("half of a layer", DEADLINE, () -> partBytes(blobs) > RANDOM_BYTES / 3);
            HAKO.crashEngine();
            pull.destroy();
            assertThat(shell("hako images -q")).isEmpty();

            long before = proxy.passedBytes();
            long kept = partBytes(blobs);
            proxy.goOn();
            assertThat(HAKO.answer("pull", name)).contains("Downloaded newer image");
            assertThat(proxy.passedBytes() - before).isLessThan(RANDOM_BYTES - kept / 2);
            assertThat(HAKO.answer("run", "--rm", name, "wc", "-c", "/random"))
                    .isEqualTo(RANDOM_BYTES + " /random");
            assertThat(partBytes(blobs)).isZero();
        }
    }

    private static long partBytes(Path blobs) {
        try (var files = Files.newDirectoryStream(blobs, "*.part")) {
            long bytes = 0;
            for (Path file : files) {
                bytes = Math.max(bytes, Files.size(file));
            }
            return bytes;
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void aFullDiskLeavesNothingHalf() throws IOException {
        try (Hako small = Hako.ofThisUser()) {
            Path root = Files.createDirectories(small.place().resolve("root"));
            String name = registry.reference("team/big:1");
            HAKO.shell("mount -t tmpfs -o size=6m tmpfs " + root);
            try {
                Result full = small.run("pull", name);
                assertThat(full.status()).isEqualTo(1);
                assertThat(full.error()).contains("ENOSPC").contains("make room");
                assertThat(small.answer("images", "-q")).isEmpty();
                HAKO.shell("mount -o remount,size=64m " + root);
                small.answer("pull", "-q", name);
                assertThat(small.answer("run", "--rm", name, "cat", "/two")).isEqualTo("two");
            } finally {
                small.crashEngine();
                HAKO.shell("umount -l " + root);
            }
        }
    }

    @Test
    void twoEnginesGetAnImageOnce() {
        String name = registry.reference("team/big:1");
        int before = registry.log().length();
        shell(
                "HAKO_RUN=$PWD/run2 hako pull -q %s & hako pull -q %s && wait $!"
                        .formatted(name, name));
        Hako.crashEngineAt(HAKO.place().resolve("run2"));

        assertThat(HAKO.answer("run", "--rm", name, "cat", "/two")).isEqualTo("two");
        String log = registry.log().substring(before);
        long gets =
                log.lines()
                        .filter(line -> line.matches(".*\"GET /v2/team/big/blobs/sha256:.*"))
                        .count();
        assertThat(gets).isBetween(4L, 5L);
    }
}
