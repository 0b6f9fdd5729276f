package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.subject.Hako;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.host.Account;
import dev.hako.compare.host.Spawner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How long the first command takes that must start the engine, in turns with the least that a JVM
/// can do.
final class FirstUse implements Scenario {
    @Override
    public String name() {
        return "first";
    }

    @Override
    public String title() {
        return "first use, the engine's start included";
    }

    @Override
    public List<Line> measure(Setting setting) {
        List<String> hello = HelloJava.command(setting, "hello");
        List<Double> helloMicros = new ArrayList<>();
        List<Double> hakoMicros = new ArrayList<>();
        Account account = Account.open("hello");
        setting.scratch().onClose(account::close);
        Path output = setting.scratch().folder().resolve("hello.out");
        try (account;
                Spawner spawner =
                        Spawner.start(setting.spawner(), List.of(), account, Map.of(), output)) {
            for (int round = 0; round < setting.rounds(10, 4); round++) {
                helloMicros.add(spawner.run(1, 1, hello).wall().median());
                try (Hako hako = setting.hako("first" + round)) {
                    hakoMicros.add(hako.runTrue());
                }
            }
        }
        return List.of(
                Line.compared(
                        "first run",
                        TIME,
                        samples(hakoMicros),
                        "hello-world JVM",
                        samples(helloMicros),
                        new Target.RatioAtMost(15)));
    }

    private static Samples samples(List<Double> micros) {
        return Samples.of(micros.stream().mapToDouble(Double::doubleValue));
    }
}
