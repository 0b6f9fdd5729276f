package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.host.Programs;
import java.util.ArrayList;
import java.util.List;

/// What it costs to turn a specification into a plan and its bytes, under the engine's compiler.
final class PlanCompile implements Scenario {
    private static final double NANOS_PER_MICRO = 1000;
    private static final double LIMIT_MICROS = 150;

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public String title() {
        return "plan of a container hardened as Docker's, in the engine's JVM";
    }

    @Override
    public List<Line> measure(Setting setting) {
        List<String> command = new ArrayList<>(EngineJava.command(setting.distribution()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        command.add(PlanLoop.class.getName());
        command.add(Integer.toString(setting.rounds(5_000, 2_000)));
        command.add(Integer.toString(setting.rounds(2_000, 500)));
        Samples samples =
                Samples.of(
                        Programs.run(command)
                                .lines()
                                .mapToDouble(line -> Long.parseLong(line) / NANOS_PER_MICRO));
        return List.of(Line.of("compile, warm", TIME, samples, new Target.AtMost(LIMIT_MICROS)));
    }
}
