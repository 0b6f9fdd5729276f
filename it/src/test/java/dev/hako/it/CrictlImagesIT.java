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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Those commands of the kubelet's own client that are about images, and the rest of them.
@NeedsRoot
@NeedsProgram({"crictl", "docker-registry", "skopeo", "umoci", "busybox"})
class CrictlImagesIT {
    private static final Hako HAKO = Hako.ofThisUser();
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String LOGIN = RegistrySetup.USER + ":" + RegistrySetup.PASSWORD;
    @TempDir static Path folder;
    private static TestRegistry registry;
    private static CriNode node;
    private static Crictl crictl;
    private static String name;

    @BeforeAll
    static void fillRegistry() throws IOException {
        registry = new RegistrySetup(folder).withPassword().start();
        BusyboxLayout.make(HAKO.place(), 0);
        name = registry.reference("team/box:1");
        Result copied =
                HAKO.shell(
                        "skopeo copy -q --dest-creds '%s' --dest-tls-verify=false oci:layout:v1 docker://%s"
                                .formatted(LOGIN, name));
        assertThat(copied.status()).as(copied.error()).isZero();
        node = CriNode.start(HAKO);
        crictl = new Crictl(node.socket(), HAKO.place());
    }

    @AfterAll
    static void leaveNothing() {
        node.close();
        registry.close();
    }

    @AfterEach
    void empty() {
        node.empty();
    }

    private static String file(String name, String json) throws IOException {
        return Files.writeString(HAKO.place().resolve(name), json).toString();
    }

    private static String podFile() throws IOException {
        return file(
                "pod.json",
                """
                {"metadata": {"name": "shop", "namespace": "default", "uid": "2", "attempt": 0},
                 "log_directory": "%s",
                 "linux": {"security_context": {"namespace_options": {"network": 2}}}}
                """
                        .formatted(HAKO.place().resolve("logs")));
    }

    private static String containerFile(String line) throws IOException {
        return file(
                "container.json",
                """
                {"metadata": {"name": "till", "attempt": 0},
                 "image": {"image": "%s"},
                 "command": ["sh", "-c", "%s"],
                 "log_path": "till.log",
                 "linux": {"security_context": {"namespace_options": {"network": 2, "pid": 1}}}}
                """
                        .formatted(name, line));
    }

    @Test
    void pullsShowsAndRemovesImages() {
        assertThat(crictl.run("pull", name).error()).contains("PermissionDenied");
        String pulled = crictl.answer("pull", "--creds", LOGIN, name);
        String id = pulled.substring(pulled.indexOf("sha256:")).strip();
        assertThat(crictl.answer("images", "-q", "--no-trunc")).isEqualTo(id);
        assertThat(crictl.answer("images", "--digests"))
                .contains(registry.reference("team/box"), id.substring(7, 20));
        assertThat(crictl.answer("images", "-o", "json")).contains(name, "\"size\"");
        assertThat(crictl.answer("inspecti", name)).contains(id, "imageSpec", "hello");
        assertThat(crictl.answer("imagefsinfo")).contains("usedBytes", "inodesUsed");
        assertThat(crictl.run("inspecti", "nobody/none:1").error()).contains("no such image");
        assertThat(crictl.answer("rmi", id)).contains("Deleted");
        assertThat(crictl.answer("images", "-q")).isEmpty();
        crictl.answer("pull", "--creds", LOGIN, name);
        assertThat(crictl.answer("rmi", "--prune")).contains(name);
        assertThat(crictl.answer("images", "-q")).isEmpty();
    }

    @Test
    void runsAPodWithItsContainerAtOnceAndFollowsItsLog() throws Exception {
        String container =
                crictl.answer(
                        "run",
                        "--with-pull",
                        "--creds",
                        LOGIN,
                        containerFile(
                                "echo one; while ! test -e /go; do sleep 0.1; done; echo two"),
                        podFile());
        Process following = crictl.start("logs", "-f", container);
        Reading output = Reading.of(following.getInputStream());
        Await.until(
                "the first line",
                DEADLINE,
                () -> crictl.answer("logs", "--tail", "1", container).equals("one"));
        assertThat(crictl.answer("logs", "-t", container)).endsWith(" one").hasSizeGreaterThan(20);
        crictl.answer("exec", "-s", container, "touch", "/go");
        assertThat(following.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output.text()).isEqualTo("one\ntwo\n");
        assertThat(crictl.run("rmi", "--prune").status()).isZero();
        assertThat(crictl.answer("images", "-q")).isNotEmpty();
    }

    @Test
    void saysWhatIsNotServed() throws Exception {
        crictl.answer("pull", "--creds", LOGIN, name);
        String container =
                crictl.answer("run", "--no-pull", containerFile("exec sleep 1000"), podFile());
        String archive = folder.resolve("checkpoint.tar").toString();
        assertThat(crictl.run("checkpoint", "--export", archive, container).error())
                .contains("Unimplemented");
        assertThat(crictl.run("update-runtime-config", "--pod-cidr", "10.9.0.0/24").status())
                .isZero();
    }
}
