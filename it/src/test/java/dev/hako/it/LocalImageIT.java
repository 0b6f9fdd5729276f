package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Images in directories and files of this machine: taken there, and let in from there.
@NeedsRoot
@NeedsProgram({"umoci", "skopeo", "busybox"})
class LocalImageIT {
    private static final Hako HAKO = Hako.ofThisUser();

    @BeforeAll
    static void makeImage() throws IOException {
        BusyboxLayout.make(HAKO.place(), 0);
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
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

    private static String refused(String line) {
        Result result = HAKO.shell(line);
        assertThat(result.status()).as(result.output()).isNotZero();
        return result.error();
    }

    private static void bring(String name) {
        shell("hako create --name first oci:layout:v1 true; hako rm -v first");
        shell("hako tag $(hako images -q -f dangling=true) " + name);
    }

    @Test
    void pushesToDirectoriesAndFilesThatSkopeoReads() {
        bring("box:1");
        String raw = shell("skopeo inspect --raw oci:layout:v1");

        assertThat(shell("hako push box:1 oci:pushed:one"))
                .contains("oci:pushed:one: digest: " + digest("oci:layout:v1") + " size: ");
        assertThat(shell("hako push -q $(hako images -q) oci:pushed:two"))
                .isEqualTo("oci:pushed:two");
        assertThat(shell("hako push box:1 oci:pushed:two")).contains("Layer already exists");
        for (String tag : List.of("one", "two")) {
            assertThat(shell("skopeo inspect --raw oci:pushed:" + tag)).isEqualTo(raw);
        }
        shell(
                "for blob in $(cd pushed && find blobs -type f); do cmp layout/$blob pushed/$blob; done");

        shell(
                "hako push -q box:1 oci-archive:oci.tar:one; hako push -q box:1 docker-archive:named.tar");
        assertThat(shell("skopeo inspect --raw oci-archive:oci.tar:one")).isEqualTo(raw);
        shell("hako push -q $(hako images -q) docker-archive:docker.tar:example.com/other:2");
        assertThat(shell("skopeo list-tags docker-archive:docker.tar"))
                .contains("example.com/other:2");
        assertThat(shell("skopeo list-tags docker-archive:named.tar")).contains("box:1");
        shell("skopeo copy -q docker-archive:docker.tar oci:back:v1");
        assertThat(shell("skopeo inspect --config --raw oci:back:v1"))
                .isEqualTo(shell("skopeo inspect --config --raw oci:layout:v1"));
        shell("rm -r pushed back oci.tar docker.tar named.tar");
    }

    private static String digest(String reference) {
        return shell("skopeo inspect -f '{{.Digest}}' " + reference);
    }

    @Test
    void bringsInWhatSkopeoMakesOfWhatWasPushed() {
        bring("box:1");
        String id = shell("hako images -q --no-trunc");
        for (String kind : List.of("oci", "oci-archive", "docker-archive")) {
            String there = kind + ":there:example.com/box:2";
            String again = kind + ":again:example.com/box:2";
            shell("hako push -q box:1 %s; skopeo copy -q %s %s".formatted(there, there, again));
            assertThat(shell("hako run --rm " + again)).as(kind).isEqualTo("hello from /srv");
            assertThat(shell("hako pull " + again)).as(kind).isEqualTo(id);
            shell("rm -r there again");
        }
    }

    @Test
    void saysWhereNothingCanBePushed() {
        bring("box:1");
        assertThat(refused("hako push box:1 example.com/box:2"))
                .contains("no directory or file to push to", "hako tag");
        assertThat(refused("hako push -a box oci:pushed"))
                .contains("--all-tags/-a is for registries");
        assertThat(refused("hako push box:2 oci:pushed")).contains("no such image \"box:2\"");
        assertThat(refused("hako push box:1 oci:layout/blobs")).contains("other things in it");
        assertThat(refused("hako push box:1 oci-archive:none/there.tar"))
                .contains("cannot write", "none/there.tar");
        assertThat(HAKO.place().toFile().list()).doesNotContain("pushed", "none");
    }

    @Test
    void aPolicyIsAskedForAllThatComesIn() throws IOException {
        bring("box:1");
        shell("hako save -o policy.tar box:1; hako push -q box:1 docker-archive:old.tar");
        shell("hako create --name files box:1; hako export -o files.tar files; hako rm files");
        shell("ln -s layout link");
        String place = HAKO.place().toString();
        Path policy = HAKO.place().resolve(".config/hako/policy.json");
        Files.createDirectories(policy.getParent());
        Files.writeString(
                policy,
                """
                {"default": {"rule": "reject"}, "images": {
                    "oci:%1$s/good": {"rule": "accept"}, "import:%1$s": {"rule": "accept"},
                    "import:-": {"rule": "reject"},
                    "docker-archive:": {"rule": "signed", "keys": ["/etc/hako/team.pub"]}}}
                """
                        .formatted(place));
        try {
            for (String denied :
                    List.of(
                            "run --rm oci:layout",
                            "create oci:link:v1",
                            "pull oci:good/../layout")) {
                assertThat(refused("hako " + denied))
                        .contains("cannot use image \"oci:" + place + "/layout\": it is rejected");
            }
            assertThat(refused("hako load -i policy.tar"))
                    .contains(
                            "cannot use image \"oci-archive:"
                                    + place
                                    + "/policy.tar\": it is rejected");
            assertThat(refused("hako load < policy.tar"))
                    .contains("\"oci-archive:-\": it is rejected");
            assertThat(refused("hako import - < files.tar"))
                    .contains("\"import:-\": it is rejected");
            assertThat(refused("hako import http://127.0.0.1:9/x"))
                    .contains("\"import:http://127.0.0.1:9/x\": it is rejected");
            assertThat(shell("hako images -q | wc -l")).isEqualTo("1");

            shell("cp -r layout good; hako run --rm oci:good; hako import files.tar files:1");
            assertThat(HAKO.answer("run", "--rm", "box:1")).isEqualTo("hello from /srv");
        } finally {
            Files.delete(policy);
        }
        shell("rm -r policy.tar old.tar files.tar good link");
    }
}
