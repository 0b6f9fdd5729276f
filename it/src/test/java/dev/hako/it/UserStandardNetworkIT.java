package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The network of an ordinary user's containers that name none, on a host that can have it and on
/// those that cannot.
@NeedsRoot
@NeedsProgram({"setpriv", "unshare", "nsenter", "ip", "pasta", "python3", "curl"})
class UserStandardNetworkIT {
    private static final int UID = 64_034;

    @Test
    void isWhatIsGotByWhoNamesNone() {
        Hako user = Hako.ofUser(UID);
        try (UserHost host = UserHost.of(user);
                Hako hako = user.withStandardNetwork().within(host.wrapper())) {
            assertThat(hako.answer("run", "--rm", "host", "curl", "-s", "http://198.51.100.1/"))
                    .isEqualTo("world ::ffff:198.51.100.2");
            assertThat(hako.answer("run", "--rm", "--network=none", "host", "ls", "/sys/class/net"))
                    .isEqualTo("lo");
            Result named = hako.shell("HAKO_NETWORK=none hako run --rm host ls /sys/class/net");
            assertThat(named).isEqualTo(Result.printed("lo\n"));
            hako.answer("run", "-d", "--name", "one", "host", "sleep", "600");
            assertThat(hako.answer("inspect", "-f", "{{.HostConfig.NetworkMode}}", "one"))
                    .isEqualTo("bridge");
            assertThat(hako.answer("doctor").lines())
                    .anyMatch(line -> line.matches(".*networks: .*/pasta.*"));
        }
    }

    @Test
    @NeedsProgram({"slirp4netns", "ping"})
    void isHadBySlirp4netnsWherePastaIsMissing() {
        Hako user = Hako.ofUser(UID);
        try (UserHost host = UserHost.without("pasta", user);
                Hako hako = user.withStandardNetwork().within(host.wrapper())) {
            Sleepers boxes = new Sleepers(hako);
            hako.answer("network", "create", "shop");
            boxes.box("one", "--network=shop");
            hako.answer(
                    "run",
                    "-d",
                    "--name=two",
                    "--network=shop",
                    "-p",
                    "127.0.0.1:8080:80",
                    "host",
                    "python3",
                    "-m",
                    "http.server",
                    "80",
                    "--directory",
                    "/etc");
            assertThat(hako.answer("run", "--rm", "host", "curl", "-s", "http://198.51.100.1/"))
                    .isEqualTo("world ::ffff:198.51.100.2");
            assertThat(hako.answer("exec", "one", "getent", "ahostsv4", "any.example"))
                    .startsWith("203.0.113.9 ");
            assertThat(boxes.reaches("one", "two")).isTrue();
            Await.until(
                    "a page",
                    Duration.ofSeconds(20),
                    () -> hako.shell("curl -sf -m2 http://127.0.0.1:8080/hostname").status() == 0);
            assertThat(hako.answer("doctor").lines())
                    .anyMatch(line -> line.matches(".*networks: .*/slirp4netns.*"));
        }
    }

    @Test
    void isForgoneWithANoticeWhereTheProgramsAreMissing() {
        isForgone("programs", "pasta or slirp4netns", "install Debian's package passt");
    }

    @Test
    void isForgoneWithANoticeWhereTheKernelsPartIsMissing() {
        isForgone("tun", "/dev/net/tun", "modprobe tun");
    }

    @Test
    void isForgoneWithANoticeWhereNoWayLeadsOut() {
        isForgone("routes", "this host has no way to the world", "ip route");
    }

    private static void isForgone(String missing, String why, String remedy) {
        Hako user = Hako.ofUser(UID);
        try (UserHost host = UserHost.without(missing, user);
                Hako hako = user.withStandardNetwork().within(host.wrapper())) {
            for (int time = 1; time <= 2; time++) {
                Result result = hako.run("run", "--rm", "host", "ls", "/sys/class/net");
                assertThat(result.status()).isZero();
                assertThat(result.output()).isEqualTo("lo\n");
                assertThat(result.error())
                        .startsWith("hako: the container has no network: ")
                        .contains(why, remedy, "--network none")
                        .hasLineCount(1);
            }
            assertThat(hako.answer("run", "--rm", "--network", "none", "host", "echo", "quiet"))
                    .isEqualTo("quiet");
            for (String wish : List.of("--network=bridge", "--publish=8080:80")) {
                Result result = hako.run("run", "--rm", wish, "host", "true");
                assertThat(result.status()).isEqualTo(125);
                assertThat(result.error()).contains(why, remedy);
            }
            Result doctor = hako.run("doctor");
            assertThat(doctor.output() + doctor.error()).contains(why, remedy);
            hako.answer("network", "create", "--internal", "vault");
            assertThat(
                            hako.answer(
                                    "run",
                                    "--rm",
                                    "--network=vault",
                                    "host",
                                    "ls",
                                    "/sys/class/net"))
                    .isEqualTo("eth1\nlo");
        }
    }
}
