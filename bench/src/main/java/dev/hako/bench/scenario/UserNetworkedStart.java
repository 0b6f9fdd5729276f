package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.host.NetworkPlace;
import dev.hako.bench.subject.OrdinaryUser;
import dev.hako.bench.subject.OrdinaryUser.Command;
import dev.hako.compare.figure.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the way to the world, with a published port, adds to a start of an ordinary user's
/// container, beside what it adds to his podman's: that of Debian 12 goes by slirp4netns, Hako by
/// pasta.
final class UserNetworkedStart {
    private static final List<String> WITHOUT = List.of("--network", "none");
    private static final List<String> HAKOS = List.of("--network", "bridge", "-p", "127.0.0.1::80");
    private static final List<String> POLICED =
            List.of("--network", "bridge", "-p", "127.0.0.1::80", "--egress", "deny");
    private static final List<String> PODMANS =
            List.of("--network", "slirp4netns", "-p", "127.0.0.1::80");

    private UserNetworkedStart() {}

    static List<Line> measure(Setting setting) {
        NetworkPlace machine = place(setting);
        NetworkPlace world = place(setting);
        machine.connect(world, "cable", "10.9.0.1/24", "10.9.0.2/24");
        machine.run("ip route add default via 10.9.0.2");
        OrdinaryUser user = OrdinaryUser.make(setting.scratch(), machine, "bench-user");
        Command hako = user.hako(setting.distribution(), setting.scratch(), setting.spawner());
        Optional<Command> podman = user.podman(setting.scratch(), setting.spawner());
        for (int i = 0; i < setting.rounds(30, 10); i++) {
            added(hako, HAKOS);
        }
        podman.ifPresent(command -> added(command, PODMANS));
        List<Double> ours = new ArrayList<>();
        List<Double> policies = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < setting.rounds(40, 12); round++) {
            double without = hako.micros(WITHOUT);
            double with = hako.micros(HAKOS);
            ours.add(with - without);
            policies.add(hako.micros(POLICED) - with);
            podman.ifPresent(command -> theirs.add(added(command, PODMANS)));
        }
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of("added, for a user", TIME, samples(ours), Target.none()));
        if (!theirs.isEmpty()) {
            lines.add(
                    Line.compared(
                            "added, for a user, beside podman",
                            TIME,
                            samples(ours),
                            "podman",
                            samples(theirs),
                            new Target.RatioAtMost(1)));
        }
        lines.add(Line.of("added by his policy", TIME, samples(policies), Target.none()));
        return lines;
    }

    private static NetworkPlace place(Setting setting) {
        NetworkPlace place = NetworkPlace.make();
        setting.scratch().onClose(place::close);
        return place;
    }

    private static double added(Command command, List<String> options) {
        double without = command.micros(WITHOUT);
        return command.micros(options) - without;
    }

    private static Samples samples(List<Double> values) {
        return Samples.of(values.stream().mapToDouble(Double::doubleValue));
    }
}
