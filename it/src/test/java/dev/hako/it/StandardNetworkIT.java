package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.network.OtherHost;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The network of containers that name none, on hosts that can have it and on one that cannot.
@NeedsRoot
@NeedsProgram({"unshare", "nsenter", "ip", "ping", "sysctl"})
class StandardNetworkIT {
    private static final String FORBIDDEN =
            "f=/proc/sys/net/ipv4/ip_forward; sysctl -qw net.ipv4.ip_forward=0 && mount --bind $f $f"
                    + " && mount -o remount,bind,ro $f && exec \"$@\"";

    private static final OtherHost HOST = OtherHost.make();
    private static final Hako HAKO = Hako.ofThisUser().withStandardNetwork().within(HOST.wrapper());
    private static final Sleepers BOXES = new Sleepers(HAKO);

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
        HOST.close();
    }

    @AfterEach
    void removeAll() {
        HAKO.empty();
    }

    @Test
    void isWhatIsGotByWhoNamesNone() {
        BOXES.box("one");
        BOXES.box("two");
        assertThat(HAKO.answer("inspect", "-f", "{{.HostConfig.NetworkMode}}", "one"))
                .isEqualTo("bridge");
        assertThat(BOXES.reaches("one", BOXES.address("two", "bridge"))).isTrue();
        assertThat(HAKO.answer("exec", "one", "ip", "route")).contains("default via 172.");
        assertThat(HAKO.answer("run", "--rm", "--network=none", "host", "ls", "/sys/class/net"))
                .isEqualTo("lo");
        assertThat(HAKO.answer("run", "--rm", "--network=default", "host", "ls", "/sys/class/net"))
                .isEqualTo("eth0\nlo");
    }

    @Test
    void isAnotherIfTheEnvironmentNamesOne() {
        HAKO.answer("network", "create", "shop");
        for (String network : List.of("none", "shop")) {
            HAKO.shell(
                    "HAKO_NETWORK=%s hako create --name in-%s host true"
                            .formatted(network, network));
            assertThat(HAKO.answer("inspect", "-f", "{{.HostConfig.NetworkMode}}", "in-" + network))
                    .isEqualTo(network);
        }
        HAKO.answer("rm", "in-none", "in-shop");
        HAKO.answer("network", "rm", "shop");
    }

    @Test
    void isNotMadeForWhoOnlyLooks() {
        try (OtherHost bare = OtherHost.make();
                Hako hako = Hako.ofThisUser().withStandardNetwork().within(bare.wrapper())) {
            String format = "{{.Name}} {{.Driver}}";
            assertThat(hako.answer("network", "ls", "--format", format))
                    .isEqualTo("bridge bridge\nhost host\nnone null");
            assertThat(hako.answer("network", "inspect", "-f", format, "bridge"))
                    .isEqualTo("bridge bridge");
            assertThat(hako.answer("doctor").lines())
                    .anyMatch(line -> line.matches(".*\\[ok].*networks.*"));
            assertThat(hako.shell("ip -o link").output()).contains(" lo: ").hasLineCount(1);
            assertThat(hako.shell("nft list tables").output()).isEmpty();
            assertThat(hako.answer("run", "--rm", "host", "ls", "/sys/class/net"))
                    .isEqualTo("eth0\nlo");
            assertThat(hako.answer("network", "ls", "--format", format))
                    .isEqualTo("bridge bridge\nhost host\nnone null");
        }
    }

    @Test
    void isForgoneWithANoticeWhereItCannotBe() {
        OtherHost bare = OtherHost.make();
        try (bare;
                Hako hako =
                        Hako.ofThisUser()
                                .withStandardNetwork()
                                .within(List.of("unshare", "--mount", "sh", "-c", FORBIDDEN, "sh"))
                                .within(bare.wrapper())) {
            for (int time = 1; time <= 2; time++) {
                Result result = hako.run("run", "--rm", "host", "ls", "/sys/class/net");
                assertThat(result.status()).isZero();
                assertThat(result.output()).isEqualTo("lo\n");
                assertThat(result.error())
                        .startsWith("hako: the container has no network: ")
                        .contains("ip_forward", "--network none")
                        .hasLineCount(1);
            }
            assertThat(hako.answer("run", "--rm", "--network", "none", "host", "echo", "quiet"))
                    .isEqualTo("quiet");
            assertThat(hako.run("pod", "create", "shop").error())
                    .startsWith("hako: the pod has no network: ");
            assertThat(hako.answer("run", "--rm", "--pod", "shop", "host", "echo", "quiet"))
                    .isEqualTo("quiet");
            for (String wish : List.of("--network=bridge", "--publish=8080:80")) {
                Result result = hako.run("run", "--rm", wish, "host", "true");
                assertThat(result.status()).isEqualTo(125);
                assertThat(result.error()).contains("ip_forward");
            }
            assertThat(hako.answer("network", "ls", "--format", "{{.Name}}")).contains("none");
        }
    }
}
