package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.host.NetworkPlace;
import dev.hako.bench.subject.Hako;
import dev.hako.compare.figure.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// How long a gigabyte takes between a box and the host, and between two boxes, beside a pair of
/// veth interfaces that somebody has made by hand. iperf3 measures both, in turns.
final class Throughput implements Scenario {
    private static final double MOST = 1 / 0.95;

    /// As on a machine where nobody has loaded the module that has bridges ask the packet filter.
    private static final String UNFILTERED = "sysctl -q -e -w net.bridge.bridge-nf-call-iptables=0";

    private static final String SERVER = "iperf3 --server";
    private static final String CABLE = "veth pair";
    private static final String SECONDS = " --time 1 --json";
    private static final double BITS_OF_A_GIGABYTE = 8e9;
    private static final double MICROS = 1e6;
    private static final long PAUSE_NANOS = 500_000_000;
    private static final Pattern RATE = Pattern.compile("\"bits_per_second\":\\s*([0-9.e+]+)");

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String title() {
        return "a gigabyte over TCP, beside a veth pair made by hand";
    }

    /// A way from one to another.
    ///
    /// @param ours runs an iperf3 client, as `theirs`, and answers what it prints
    /// @param peer what is compared with it
    private record Way(
            String name, UnaryOperator<String> ours, String peer, UnaryOperator<String> theirs) {}

    @Override
    public List<Line> measure(Setting setting) {
        NetworkPlace host = place(setting);
        host.run(UNFILTERED);
        NetworkPlace one = place(setting);
        NetworkPlace two = place(setting);
        host.connect(one, "cable", "10.9.0.1/24", "10.9.0.2/24");
        one.connect(two, "wire", "10.8.0.1/24", "10.8.0.2/24");
        setting.scratch().onClose(one.begin(SERVER)::destroyForcibly);
        setting.scratch().onClose(two.begin(SERVER)::destroyForcibly);
        try (host;
                one;
                two;
                Hako hako = setting.hako("throughput").within(host.entrance())) {
            String first = box(hako, "first");
            String second = box(hako, "second");
            LockSupport.parkNanos(PAUSE_NANOS);
            box(hako, "held", "--egress-allow", "10.9.0.0/24");
            UnaryOperator<String> inFirst = options -> exec(hako, "first", second, options);
            return measure(
                    setting,
                    List.of(
                            new Way(
                                    "host to box",
                                    options -> host.run(client(first) + options),
                                    CABLE,
                                    options -> host.run(client("10.9.0.2") + options)),
                            new Way(
                                    "box to host",
                                    options -> host.run(client(first) + " --reverse" + options),
                                    CABLE,
                                    options ->
                                            host.run(client("10.9.0.2") + " --reverse" + options)),
                            new Way(
                                    "box to box",
                                    inFirst,
                                    CABLE,
                                    options -> one.run(client("10.8.0.2") + options)),
                            new Way(
                                    "box with a policy to the world",
                                    options -> exec(hako, "held", "10.9.0.2", options),
                                    "box without one",
                                    options -> exec(hako, "first", "10.9.0.2", options))));
        }
    }

    private static NetworkPlace place(Setting setting) {
        NetworkPlace place = NetworkPlace.make();
        setting.scratch().onClose(place::close);
        return place;
    }

    /// Starts a box that serves, and answers its address.
    private static String box(Hako hako, String name, String... options) {
        List<String> words = new ArrayList<>(List.of("run", "-d", "--name", name));
        words.addAll(List.of("--network", "bridge"));
        words.addAll(List.of(options));
        words.addAll(List.of("host", "iperf3", "--server"));
        hako.lines(words);
        return hako.lines(
                        List.of(
                                "inspect",
                                "-f",
                                "{{.NetworkSettings.Networks.bridge.IPAddress}}",
                                name))
                .getFirst();
    }

    private static String client(String server) {
        return "iperf3 --client " + server;
    }

    private static String exec(Hako hako, String box, String server, String options) {
        List<String> words = new ArrayList<>(List.of("exec", box));
        words.addAll(List.of((client(server) + options).split(" ", -1)));
        return String.join("\n", hako.lines(words));
    }

    private static List<Line> measure(Setting setting, List<Way> ways) {
        List<Line> lines = new ArrayList<>();
        for (Way way : ways) {
            double[] ours = new double[setting.rounds(15, 4)];
            double[] theirs = new double[ours.length];
            for (int round = 0; round < ours.length; round++) {
                theirs[round] = micros(way.theirs());
                ours[round] = micros(way.ours());
            }
            lines.add(
                    Line.compared(
                            way.name() + ": 1 GB",
                            TIME,
                            Samples.of(ours),
                            way.peer(),
                            Samples.of(theirs),
                            new Target.RatioAtMost(MOST)));
        }
        return lines;
    }

    private static double micros(UnaryOperator<String> client) {
        String report = client.apply(SECONDS);
        double last =
                RATE.matcher(report)
                        .results()
                        .mapToDouble(found -> Double.parseDouble(found.group(1)))
                        .reduce((_, next) -> next)
                        .orElseThrow(() -> new IllegalStateException("iperf3 said: " + report));
        return BITS_OF_A_GIGABYTE / last * MICROS;
    }
}
