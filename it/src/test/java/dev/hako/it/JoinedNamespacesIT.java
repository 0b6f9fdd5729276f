package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Containers that have namespaces of other containers.
@NeedsRoot
class JoinedNamespacesIT {
    private static final int UID = 64_026;
    private static final Hako HAKO = Hako.ofThisUser();

    @BeforeAll
    static void startTheOther() {
        HAKO.answer("run", "-d", "--name", "other", "--hostname", "till", "host", "sleep", "600");
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static String link(String kind, String... options) {
        return HAKO.shell(
                        "hako run --rm "
                                + String.join(" ", options)
                                + " host readlink /proc/self/ns/"
                                + kind)
                .output()
                .strip();
    }

    private static String others(String kind) {
        return HAKO.answer("exec", "other", "readlink", "/proc/self/ns/" + kind);
    }

    @Test
    void hasTheNetworkAndTheNameOfAnother() {
        assertThat(link("net", "--network", "container:other")).isEqualTo(others("net"));
        assertThat(link("uts", "--network", "container:other")).isNotEqualTo(others("uts"));
        assertThat(
                        HAKO.answer(
                                "run",
                                "--rm",
                                "--network",
                                "container:other",
                                "host",
                                "sh",
                                "-c",
                                "hostname; grep till /etc/hosts"))
                .isEqualTo("till\n127.0.1.1\ttill");
    }

    @Test
    void seesTheProcessesOfAnother() {
        assertThat(link("pid", "--pid", "container:other")).isEqualTo(others("pid"));
        String first =
                HAKO.answer(
                        "run", "--rm", "--pid", "container:other", "host", "cat", "/proc/1/comm");
        assertThat(first).isEqualTo("sleep");
        assertThat(HAKO.answer("inspect", "-f", "{{.State.Status}}", "other")).isEqualTo("running");
    }

    @Test
    void hasTheIpcOfAnother() {
        assertThat(link("ipc", "--ipc", "container:other")).isEqualTo(others("ipc"));
        HAKO.answer("exec", "other", "sh", "-c", "echo apples > /dev/shm/basket");
        String seen =
                HAKO.answer(
                        "run",
                        "--rm",
                        "--ipc",
                        "container:other",
                        "host",
                        "cat",
                        "/dev/shm/basket");
        assertThat(seen).isEqualTo("apples");
    }

    @Test
    void isAnswerableForItsOwnProcessesOnly() {
        String id =
                HAKO.answer(
                        "run",
                        "-d",
                        "--pid",
                        "container:other",
                        "--network",
                        "container:other",
                        "host",
                        "sleep",
                        "600");
        assertThat(HAKO.answer("exec", id, "readlink", "/proc/self/ns/net"))
                .isEqualTo(others("net"));
        assertThat(HAKO.answer("inspect", "-f", "{{.HostConfig.NetworkMode}}", id))
                .startsWith("container:");
        HAKO.answer("rm", "-f", id);
        assertThat(HAKO.answer("inspect", "-f", "{{.State.Status}}", "other")).isEqualTo("running");
    }

    @Test
    void doesNotJoinWhatDoesNotRun() {
        HAKO.answer("create", "--name", "idle", "host", "true");
        Result refused =
                HAKO.run("run", "--name", "joiner", "--network", "container:idle", "host", "true");

        assertThat(refused.status()).isEqualTo(125);
        assertThat(refused.error())
                .isEqualTo(
                        "hako: cannot start container \"joiner\": cannot join the net namespace of"
                                + " container \"idle\": it is not running; hint: start it with `hako"
                                + " start idle`\n");
        assertThat(HAKO.run("run", "--pid", "container:nobody", "host", "true").error())
                .isEqualTo("hako: no such container \"nobody\"; hint: `hako ps -a` lists them\n");
    }

    @Test
    void takesWhatIsTheHostsFromTheHost() {
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "open",
                "--network",
                "host",
                "--pid",
                "host",
                "host",
                "sleep",
                "600");
        assertThat(link("net", "--network", "container:open"))
                .isEqualTo(HAKO.shell("readlink /proc/self/ns/net").output().strip());
        assertThat(link("pid", "--pid", "container:open"))
                .isEqualTo(HAKO.shell("readlink /proc/self/ns/pid").output().strip());
    }

    @Test
    void refusesWhatIsAnothersToSay() {
        Result named =
                HAKO.run("run", "--network", "container:other", "--hostname", "me", "host", "true");
        assertThat(named.status()).isEqualTo(125);
        assertThat(named.error()).contains("conflicting options: --hostname");
        assertThat(
                        HAKO.run(
                                        "run",
                                        "--network",
                                        "container:other",
                                        "--sysctl",
                                        "net.ipv4.ip_forward=1",
                                        "host",
                                        "true")
                                .error())
                .contains("the container shares its network namespace with others");
    }

    @Test
    @NeedsProgram("setpriv")
    void worksForAnOrdinaryUser() {
        String kinds = "readlink /proc/self/ns/net /proc/self/ns/pid /proc/self/ns/ipc";
        try (Hako users = Hako.ofUser(UID)) {
            users.answer("run", "-d", "--name", "first", "host", "sleep", "600");
            String joined =
                    users.answer(
                            "run",
                            "--rm",
                            "--network",
                            "container:first",
                            "--pid",
                            "container:first",
                            "--ipc",
                            "container:first",
                            "host",
                            "sh",
                            "-c",
                            kinds);
            assertThat(joined).isEqualTo(users.answer("exec", "first", "sh", "-c", kinds));
        }
    }
}
