package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The engine's own images, made by others and given to others.
@NeedsRoot
@NeedsProgram({"umoci", "skopeo", "busybox"})
class ImageIT {
    private static final int UID = 64_031;
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
    void runsWhatAnotherToolMade() {
        assertThat(HAKO.answer("run", "--rm", "oci:layout:v1")).isEqualTo("hello from /srv");
        assertThat(HAKO.answer("run", "--rm", "-e", "GREETING=hi", "oci:layout"))
                .isEqualTo("hi from /srv");
        assertThat(HAKO.answer("run", "--rm", "oci:layout:v1", "cat", "/two")).isEqualTo("two");
        assertThat(refused("hako run --rm oci:layout:v2"))
                .contains("no such image \"oci:" + HAKO.place() + "/layout:v2\"", "there are v1");
    }

    @Test
    void runsArchivesOfBothKinds() {
        shell("skopeo copy -q oci:layout:v1 docker-archive:docker.tar:box:1");
        shell("skopeo copy -q oci:layout:v1 oci-archive:oci.tar:v1; gzip -k oci.tar");

        assertThat(HAKO.answer("run", "--rm", "docker-archive:docker.tar", "cat", "/two"))
                .isEqualTo("two");
        assertThat(HAKO.answer("run", "--rm", "docker-archive:docker.tar:box:1", "cat", "/two"))
                .isEqualTo("two");
        assertThat(HAKO.answer("run", "--rm", "oci-archive:oci.tar.gz:v1", "cat", "/two"))
                .isEqualTo("two");
        shell("rm docker.tar oci.tar oci.tar.gz");
    }

    @Test
    void takesWhatTheImageSaysOfItsContainers() {
        bring("box:1");
        shell("hako create --name defaults box:1");

        assertThat(HAKO.answer("inspect", "-f", "{{.Config.StopSignal}}", "defaults"))
                .isEqualTo("SIGUSR1");
        assertThat(HAKO.answer("inspect", "-f", "{{.Config.Labels.team}}", "defaults"))
                .isEqualTo("a");
        assertThat(
                        HAKO.answer(
                                "inspect",
                                "-f",
                                "{{range .Mounts}}{{.Type}} {{.Destination}}{{end}}",
                                "defaults"))
                .isEqualTo("volume /data");
        assertThat(shell("cat $(hako inspect -f '{{(index .Mounts 0).Source}}' defaults)/seed"))
                .isEqualTo("seed");
        shell("hako rm -v defaults; test -z \"$(hako volume ls -q)\"");
    }

    @Test
    void anImageIsAnOciLayoutThatSkopeoReads() {
        bring("box:1");
        String store = "oci:root/images:docker.io/library/box:1";

        assertThat(shell("skopeo inspect --raw " + store))
                .isEqualTo(shell("skopeo inspect --raw oci:layout:v1"));
        shell("skopeo copy -q " + store + " oci:copy:v1");
        shell("for blob in $(cd copy && find blobs -type f); do cmp layout/$blob copy/$blob; done");
        shell("rm -r copy");
    }

    @Test
    void namesAreGivenTakenAndLost() {
        bring("box:1");
        shell("hako tag box:1 example.com:5000/team/box:2");
        assertThat(shell("hako images --format '{{.Repository}} {{.Tag}}' | sort"))
                .isEqualTo("box 1\nexample.com:5000/team/box 2");
        assertThat(shell("hako images -q box | wc -l")).isEqualTo("1");
        assertThat(refused("hako rmi $(hako images -q box)"))
                .contains("(must be forced) - image is referenced in multiple repositories");
        assertThat(HAKO.answer("rmi", "example.com:5000/team/box:2"))
                .isEqualTo("Untagged: example.com:5000/team/box:2");

        shell("hako run --name other box:1 touch /new; hako commit other box:1");
        assertThat(shell("hako images --format '{{.Repository}} {{.Tag}}' | sort"))
                .isEqualTo("<none> <none>\nbox 1");
        assertThat(shell("hako rmi -f $(hako images -q -f dangling=true)"))
                .startsWith("Deleted: sha256:");
        assertThat(refused("hako rmi box:3")).contains("no such image \"box:3\"");
        assertThat(refused("hako tag box:1 box@sha256:" + "0".repeat(64)))
                .contains("refusing to create a tag with a digest reference");
    }

    @Test
    void aContainerKeepsWhatItIsMadeOf() {
        bring("box:1");
        shell("hako create --name kept box:1 cat /two");
        assertThat(refused("hako rmi box:1"))
                .contains("unable to remove repository reference \"box:1\" (must force)");

        assertThat(shell("hako rmi -f box:1")).contains("Untagged: box:1", "Deleted: sha256:");
        assertThat(shell("hako images -q")).isEmpty();
        HAKO.crashEngine();
        assertThat(HAKO.answer("start", "-a", "kept")).isEqualTo("two");
        shell("hako commit kept box:again");
        assertThat(HAKO.answer("run", "--rm", "box:again", "cat", "/two")).isEqualTo("two");

        shell("hako rm -v kept; hako rmi box:again");
        assertThat(shell("ls root/images/blobs/sha256 root/image-layers/sha256"))
                .doesNotContainPattern("[0-9a-f]{64}");
    }

    @Test
    void theImageOfARunningContainerIsNotDeleted() {
        bring("box:1");
        shell("hako run -d --name runs box:1 sleep 600");
        assertThat(refused("hako rmi -f $(hako images -q)"))
                .contains("(cannot be forced) - image is being used by running container");
        assertThat(HAKO.answer("rmi", "-f", "box:1")).isEqualTo("Untagged: box:1");
        assertThat(HAKO.answer("exec", "runs", "cat", "/two")).isEqualTo("two");
    }

    /// With a run directory of its own it is in no list that this engine has.
    @Test
    void anotherEnginesContainerKeepsItsImageNameFilesAndVolumes() {
        bring("box:1");
        String other = "HAKO_RUN=" + HAKO.place() + "/other hako ";
        shell(other + "run -d --rm --name theirs box:1 sh -c 'echo mine > /mine; sleep 600'");
        HAKO.crashEngine(); // the next one removes what it takes for leftovers

        assertThat(refused("hako rmi box:1")).contains("(must force) - container");
        assertThat(refused("hako rmi -f $(hako images -q)"))
                .contains("(cannot be forced) - image is being used by running container");
        shell("hako image prune -a -f; hako volume prune -a -f");
        assertThat(refused("hako create --name theirs host")).contains("is in use by");
        assertThat(shell(other + "exec theirs cat /two /mine /data/seed"))
                .isEqualTo("two\nmine\nseed");
        shell(other + "rm -f theirs");
        assertThat(HAKO.answer("rmi", "box:1")).contains("Deleted: sha256:");
        Hako.crashEngineAt(HAKO.place().resolve("other"));
    }

    @Test
    void commitAddsOneLayerToTheImage() {
        bring("box:1");
        shell("hako run --name changed box:1 sh -c 'rm /two; echo new > /new'");
        assertThat(shell("hako commit -m why changed box:2")).startsWith("sha256:");

        assertThat(shell("hako history --format '{{.CreatedBy}} {{.Comment}}' box:2 | head -1"))
                .isEqualTo("hako commit why");
        assertThat(shell("hako image inspect -f '{{len .RootFS.Layers}}' box:2")).isEqualTo("3");
        assertThat(HAKO.answer("run", "--rm", "box:2", "ls", "/"))
                .contains("new")
                .doesNotContain("two");
        assertThat(shell("hako run --rm box:2 sh -c 'echo $GREETING from $PWD'"))
                .isEqualTo("hello from /srv");
        shell(
                "hako commit changed oci:committed:v3; rm -rf out; umoci unpack --image committed:v3 out");
        assertThat(HAKO.place().resolve("out/rootfs/new")).hasContent("new\n");
        assertThat(HAKO.place().resolve("out/rootfs/two")).doesNotExist();
        shell("rm -r committed out");
    }

    @Test
    void archivesGoToAndComeFromSkopeo() {
        bring("box:1");
        String raw = shell("skopeo inspect --raw oci:layout:v1");
        shell("hako tag box:1 example.com/box:2; hako save -o out.tar box:1 example.com/box");

        assertThat(shell("skopeo inspect --raw oci-archive:out.tar:1")).isEqualTo(raw);
        shell("skopeo copy -q docker-archive:out.tar:docker.io/library/box:1 dir:sk; ls sk");
        shell("hako image prune -a -f");
        assertThat(shell("hako load -i out.tar | sort"))
                .isEqualTo("Loaded image: box:1\nLoaded image: example.com/box:2");
        assertThat(shell("skopeo inspect --raw oci:root/images:docker.io/library/box:1"))
                .isEqualTo(raw);
        shell("gzip out.tar; hako image prune -a -f");
        assertThat(shell("hako load -q < out.tar.gz")).contains("Loaded image: box:1");
        assertThat(HAKO.answer("run", "--rm", "example.com/box:2")).isEqualTo("hello from /srv");
        shell("rm -r out.tar.gz sk");
    }

    @Test
    @NeedsProgram("podman")
    void archivesGoToAndComeFromPodman() {
        bring("box:1");
        String podman = "podman --root podman/root --runroot podman/run --storage-driver vfs ";
        String id = shell("hako images -q --no-trunc");

        assertThat(shell("hako save box:1 | " + podman + "load -q")).contains("box:1");
        assertThat("sha256:" + shell(podman + "images -q --no-trunc | sed s/sha256://"))
                .isEqualTo(id);
        shell(podman + "save -q -o pod.tar docker.io/library/box:1; hako image prune -a -f");
        assertThat(HAKO.answer("load", "-i", "pod.tar")).isEqualTo("Loaded image: box:1");
        assertThat(shell("hako images -q --no-trunc")).isEqualTo(id);
        assertThat(HAKO.answer("run", "--rm", "box:1", "cat", "/two")).isEqualTo("two");
        shell("rm -rf podman pod.tar");
    }

    @Test
    void anArchiveOfFilesBecomesAnImage() {
        bring("box:1");
        shell("hako create --name flat box:1");
        String id =
                shell(
                        "hako export flat | hako import -m imported -c 'CMD [\"cat\", \"/two\"]'"
                                + " -c 'ENV PATH=/bin' - box:flat");

        assertThat(id).startsWith("sha256:");
        assertThat(HAKO.answer("run", "--rm", "box:flat")).isEqualTo("two");
        assertThat(shell("hako history --format '{{.Comment}}' box:flat")).isEqualTo("imported");
        assertThat(refused("echo text | hako import - box:text")).contains("archive");
        assertThat(refused("hako image inspect box:text")).contains("no such image");
    }

    @Test
    void refusesArchivesThatAreNone() throws IOException {
        Path file = HAKO.place().resolve("bad.tar");
        Files.writeString(file, "no archive");

        assertThat(refused("hako load -i bad.tar")).contains("cannot read the archive");
        assertThat(refused("hako load -i missing.tar")).contains("there is no file");
        assertThat(refused("hako save box:nothing > /dev/null")).contains("no such image");
        assertThat(HAKO.place().toFile().list()).doesNotContain("out.tar");
    }

    @Test
    void tellsHowMuchRoomImagesTake() {
        bring("box:1");
        shell("hako run --name grown box:1 touch /new; hako commit grown box:2; hako rm -v grown");
        assertThat(
                        shell(
                                "hako system df --format '{{.Type}} {{.TotalCount}} {{.Active}}' | head -1"))
                .isEqualTo("Images 2 0");
        assertThat(shell("hako system df -v | grep -c '^box'")).isEqualTo("2");
        assertThat(shell("hako system prune -a -f")).contains("Deleted Images:", "untagged: box:2");
        assertThat(shell("hako images -q")).isEmpty();
    }

    @Test
    void tellsOfWhatHappensToImages() {
        String since = shell("date +%s.%N");
        bring("box:1");
        shell("hako save -o ev.tar box:1; hako rmi box:1; hako load -q -i ev.tar; rm ev.tar");
        assertThat(
                        shell(
                                "hako events --since "
                                        + since
                                        + " --until $(date +%s.%N) -f type=image --format"
                                        + " '{{.Action}} {{.Actor.Attributes.name}}'"))
                .contains("tag box:1\nsave sha256:", "untag box:1\ndelete sha256:", "load box:1");
    }

    @Test
    @NeedsProgram("setpriv")
    void worksForAnOrdinaryUser() throws IOException {
        try (Hako user = Hako.ofUser(UID)) {
            BusyboxLayout.make(user.place(), 0);
            HAKO.shell("chown -R %1$d:%1$d %2$s/layout".formatted(UID, user.place()));
            assertThat(user.answer("run", "--rm", "oci:layout:v1")).isEqualTo("hello from /srv");
            user.answer("run", "--name", "mine", "oci:layout:v1", "sh", "-c", "rm /two");
            user.answer("commit", "mine", "box:mine");
            assertThat(user.answer("run", "--rm", "box:mine", "ls", "/")).doesNotContain("two");
            user.answer("save", "-o", "mine.tar", "box:mine");
            assertThat(user.answer("load", "-i", "mine.tar")).isEqualTo("Loaded image: box:mine");
        }
    }
}
