package dev.hako.bench.scenario;

import dev.hako.bench.subject.Hako;
import dev.hako.compare.host.Scratch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Where and how thoroughly to measure.
///
/// @param distribution Hako as it was built: `bin/hako`, `lib/hako`
/// @param spawner the compiled [dev.hako.compare.host.Spawner]
/// @param scratch what is made goes there, and goes with it
/// @param quick a minute for all, instead of eight: fewer rounds, wider intervals
/// @param progress is told what is being done
public record Setting(
        Path distribution,
        Path spawner,
        Scratch scratch,
        boolean quick,
        Consumer<String> progress) {
    /// What time is measured by where limits are concerned.
    InstantSource clock() {
        return InstantSource.system();
    }

    /// A fresh instance of Hako.
    Hako hako(String name) {
        return Hako.prepare(distribution, name, scratch, spawner, Map.of());
    }

    /// So many, or as many as a quick look allows.
    int rounds(int thorough, int hasty) {
        return quick ? hasty : thorough;
    }

    /// So long, or as long as a quick look allows.
    Duration limit(Duration thorough, Duration hasty) {
        return quick ? hasty : thorough;
    }

    /// The Java that the distribution runs on, with the options of its engine.
    List<String> engineJava() {
        return EngineJava.command(distribution);
    }
}
