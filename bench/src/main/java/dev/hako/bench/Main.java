package dev.hako.bench;

import dev.hako.bench.figure.JsonReport;
import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Report;
import dev.hako.bench.scenario.Scenario;
import dev.hako.bench.scenario.Scenarios;
import dev.hako.bench.scenario.Setting;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// The program behind `./dev bench`.
public final class Main {
    private static final int MISSED = 1;
    private static final int WRONG_LINE = 2;

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> words) throws IOException {
        Options options;
        List<Scenario> scenarios;
        try {
            options = Options.parse(words);
            scenarios = scenarios(options);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\n" + usage());
            return WRONG_LINE;
        }
        if (options.help()) {
            System.out.print(usage());
            return 0;
        }
        try (Scratch scratch = Scratch.create()) {
            Setting setting = setting(options, scratch);
            return report(measure(scenarios, setting), options);
        }
    }

    private static Setting setting(Options options, Scratch scratch) {
        Path distribution =
                Path.of(
                        Objects.requireNonNull(
                                System.getProperty("hako.dist"), "run ./dev bench instead"));
        Path spawner = Spawner.program(scratch.folder());
        return new Setting(distribution, spawner, scratch, options.quick(), text -> progress(text));
    }

    private static void progress(String text) {
        System.err.println("bench: " + text);
    }

    private static List<Scenario> scenarios(Options options) {
        List<Scenario> chosen =
                Scenarios.ALL.stream()
                        .filter(s -> options.only().map(s.name()::equals).orElse(true))
                        .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException(
                    "no scenario \"" + options.only().orElseThrow() + "\"");
        }
        return chosen;
    }

    private static String usage() {
        String names = Scenarios.ALL.stream().map(Scenario::name).collect(Collectors.joining(", "));
        return Options.USAGE.formatted(names);
    }

    private static Report measure(List<Scenario> scenarios, Setting setting) {
        List<Report.Section> sections = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            setting.progress().accept(scenario.title());
            sections.add(new Report.Section(scenario.title(), lines(scenario, setting)));
        }
        return new Report(sections);
    }

    private static List<Line> lines(Scenario scenario, Setting setting) {
        try {
            return scenario.measure(setting);
        } catch (RuntimeException e) {
            return List.of(Line.failed(scenario.name(), String.valueOf(e.getMessage())));
        }
    }

    private static int report(Report report, Options options) throws IOException {
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(report.toText());
        if (options.json().isPresent()) {
            Files.writeString(options.json().get(), JsonReport.of(report));
        }
        return report.missed().isEmpty() ? 0 : MISSED;
    }
}
