package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.MEMORY;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/// How large the one native program is.
final class LauncherSize implements Scenario {
    private static final double LIMIT = 64 * 1024;

    @Override
    public String name() {
        return "launcher";
    }

    @Override
    public String title() {
        return "launcher: client, plan interpreter and monitor";
    }

    @Override
    public List<Line> measure(Setting setting) {
        try {
            double size = Files.size(setting.distribution().resolve("bin/hako"));
            return List.of(Line.of("size of the file", MEMORY, size, new Target.AtMost(LIMIT)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
