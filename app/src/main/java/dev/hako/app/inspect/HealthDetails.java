package dev.hako.app.inspect;

import dev.hako.app.document.Document;
import dev.hako.engine.config.HealthCheck;
import dev.hako.engine.health.Health;
import dev.hako.engine.health.HealthProbe;

/// Health and its check in Docker's shape.
final class HealthDetails {
    private HealthDetails() {}

    static Document of(Health health) {
        return Document.with("Status", health.status().word())
                .and("FailingStreak", health.failingStreak())
                .and("Log", health.log().stream().map(HealthDetails::of).toList())
                .build();
    }

    private static Document of(HealthProbe probe) {
        return Document.with("Start", probe.start().toString())
                .and("End", probe.end().toString())
                .and("ExitCode", probe.exitCode())
                .and("Output", probe.output())
                .build();
    }

    /// Times are nanoseconds.
    static Document of(HealthCheck check) {
        return Document.with("Test", check.test())
                .and("Interval", check.interval().toNanos())
                .and("Timeout", check.timeout().toNanos())
                .and("Retries", check.retries())
                .and("StartPeriod", check.startPeriod().toNanos())
                .and("StartInterval", check.startInterval().toNanos())
                .build();
    }
}
