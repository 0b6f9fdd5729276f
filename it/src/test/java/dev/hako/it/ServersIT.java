package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.network.OtherHost;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Networks under servers that people run, and under the load of their own tools.
@NeedsRoot
@NeedsProgram({
    "unshare",
    "nsenter",
    "nginx",
    "ab",
    "redis-server",
    "redis-cli",
    "redis-benchmark",
    "iperf3"
})
class ServersIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final OtherHost HOST = OtherHost.make();
    private static final Hako HAKO = Hako.ofThisUser().withStandardNetwork().within(HOST.wrapper());

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
        HOST.close();
    }

    @AfterEach
    void removeAll() {
        HAKO.empty();
        HAKO.answer("network", "prune", "--force");
    }

    private static String shell(String line) {
        Result result = HAKO.shell(line);
        assertThat(result.status()).as("%s: %s", line, result.error()).isZero();
        return result.output();
    }

    private static void await(String what, String line) {
        Await.until(what, DEADLINE, () -> HAKO.shell(line).status() == 0);
    }

    @Test
    void nginxAnswersThousandsByItsPortAndByItsName() {
        HAKO.answer("network", "create", "shop");
        String configuration =
                "daemon off; error_log stderr; pid /tmp/pid; events {}"
                        + " http { access_log off; client_body_temp_path /tmp/a; proxy_temp_path"
                        + " /tmp/b; fastcgi_temp_path /tmp/c; uwsgi_temp_path /tmp/d;"
                        + " scgi_temp_path /tmp/e; server { listen 80; location /"
                        + " { return 200 shop; } } }";
        shell(
                "hako run -d --name web --network shop -p 8080:80 host sh -c"
                        + " 'echo \"%s\" > /tmp/conf; exec nginx -c /tmp/conf'"
                                .formatted(configuration));
        await("nginx", "curl -fsm1 http://127.0.0.1:8080/");
        assertThat(failures(shell("ab -q -n 3000 -c 30 http://127.0.0.1:8080/"))).isZero();
        assertThat(
                        failures(
                                shell(
                                        "hako run --rm --network shop host ab -q -n 3000 -c 30"
                                                + " http://web/")))
                .isZero();
    }

    private static int failures(String report) {
        Matcher failed = Pattern.compile("Failed requests: +(\\d+)").matcher(report);
        assertThat(report).contains("Complete requests:      3000");
        assertThat(failed.find()).isTrue();
        return Integer.parseInt(failed.group(1));
    }

    @Test
    void redisServesItsNeighbours() {
        HAKO.answer("network", "create", "data");
        shell(
                "hako run -d --name store --network data host redis-server --save '' --bind 0.0.0.0"
                        + " --protected-mode no --dir /tmp");
        String client = "hako run --rm --network data host ";
        await("redis", client + "redis-cli -h store ping");
        shell(client + "redis-cli -h store set fruit apples");
        assertThat(shell(client + "redis-cli -h store get fruit")).isEqualTo("apples\n");
        assertThat(shell(client + "redis-benchmark -h store -q -n 5000 -c 20 -t set,get --csv"))
                .contains("\"SET\"", "\"GET\"");
    }

    @Test
    void iperfMeasuresStreamsAndDatagramsBothWays() {
        shell("hako run -d --name end -p 5201:5201 -p 5201:5201/udp host iperf3 -s");
        await("iperf3", "iperf3 -c 127.0.0.1 -n 1K");
        String address =
                HAKO.answer(
                        "inspect", "-f", "{{.NetworkSettings.Networks.bridge.IPAddress}}", "end");
        for (String way : new String[] {"", "--reverse", "--udp --bitrate 50M"}) {
            assertThat(shell("iperf3 -c " + address + " -t 1 " + way)).contains("iperf Done.");
            assertThat(shell("hako run --rm host iperf3 -c " + address + " -t 1 " + way))
                    .contains("iperf Done.");
        }
    }
}
