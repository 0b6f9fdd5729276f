package dev.hako.it;

import dev.hako.testing.Await;
import dev.hako.testing.network.OtherHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The world behind a host: a machine with addresses that are nobody's anywhere (203.0.113.2 to .4,
/// 2001:db8::2), web servers on all of them, and dnsmasq, which knows names.
///
/// @param host whose uplink has 203.0.113.1
record World(OtherHost host, OtherHost machine, List<Process> servers) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String NAME_SERVER = "203.0.113.4";

    /// Answers `hello` at port 80 and 443, and never comes to an end where `/endless` is asked for.
    private static final String WEB =
            """
            import socket, threading, time
            from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
            class Answer(BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(b'hello')
                    while self.path == '/endless':
                        self.wfile.write(b'.........\\n')
                        time.sleep(0.02)
                def log_message(self, *_):
                    pass
            class Server(ThreadingHTTPServer):
                address_family = socket.AF_INET6
            def serve(port):
                Server(('::', port), Answer).serve_forever()
            threading.Thread(target=serve, args=(443,), daemon=True).start()
            serve(80)
            """;

    static World behind(OtherHost host) {
        OtherHost machine = OtherHost.make();
        World world = new World(host, machine, new ArrayList<>());
        world.sh(
                host,
                "ip link add up0 type veth peer name eth0 netns "
                        + machine.holder().pid()
                        + " && echo 0 > /proc/sys/net/ipv6/conf/up0/accept_dad"
                        + " && ip addr add 203.0.113.1/24 dev up0"
                        + " && ip addr add 2001:db8::1/64 dev up0 nodad && ip link set up0 up");
        world.sh(
                machine,
                "echo 0 > /proc/sys/net/ipv6/conf/eth0/accept_dad"
                        + " && for i in 2 3 4; do ip addr add 203.0.113.$i/24 dev eth0; done"
                        + " && ip addr add 2001:db8::2/64 dev eth0 nodad && ip link set eth0 up"
                        + " && ip route add default via 203.0.113.1");
        world.serve("python3", "-c", WEB);
        world.serve(
                "dnsmasq",
                "--no-daemon",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--bind-interfaces",
                "--listen-address=" + NAME_SERVER,
                "--local-ttl=1",
                "--host-record=api.example.com,203.0.113.2",
                "--cname=alias.example.com,far.example.net",
                "--host-record=far.example.net,203.0.113.3",
                "--host-record=example.com,203.0.113.3",
                "--host-record=badexample.com,203.0.113.3",
                "--host-record=six.example.com,2001:db8::2",
                "--host-record=inside.example.com,10.0.0.7",
                "--host-record=cloud.example.com,169.254.169.254",
                "--host-record=here.example.com,203.0.113.1",
                "--host-record=public.example.com,198.51.100.7",
                "--txt-record=text.example.com,hello",
                "--txt-record=text.example.net,secret");
        Await.until(
                "servers",
                PATIENCE,
                () -> world.succeeds(machine, "nc -z 203.0.113.2 443 && nc -z 203.0.113.4 53"));
        return world;
    }

    private void serve(String... words) {
        List<String> command = new ArrayList<>(machine.wrapper());
        command.addAll(List.of(words));
        try {
            servers.add(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a shell command prints on a machine; it must succeed.
    String sh(OtherHost where, String command) {
        return run(where.wrapper(), command, true);
    }

    boolean succeeds(OtherHost where, String command) {
        return !run(where.wrapper(), command + " && echo yes", false).isEmpty();
    }

    private static String run(List<String> wrapper, String command, boolean must) {
        List<String> words = new ArrayList<>(wrapper);
        words.addAll(List.of("sh", "-c", command));
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(must).start();
            byte[] output = process.getInputStream().readAllBytes();
            String text = new String(output, StandardCharsets.UTF_8);
            if (process.waitFor() != 0 && must) {
                throw new AssertionError(command + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// What a shell command prints in the network of a process.
    static String inNetworkOf(String pid, String command) {
        return run(List.of("nsenter", "--net", "--target", pid), command, false);
    }

    @Override
    public void close() {
        servers.forEach(Process::destroyForcibly);
        machine.close();
    }
}
