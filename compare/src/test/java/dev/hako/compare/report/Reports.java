package dev.hako.compare.report;

import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;
import dev.hako.compare.measure.Feature;
import dev.hako.compare.measure.Finding;
import dev.hako.compare.measure.Group;
import dev.hako.compare.measure.Overhead;
import dev.hako.compare.subject.Field.Gap;
import dev.hako.compare.subject.Subject.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Reports for tests.
final class Reports {
    private Reports() {}

    static Finding finding(String subject, double... micros) {
        return new Finding(Group.RUN, "run true", Unit.TIME, subject, Samples.of(micros));
    }

    static Report of(Finding... findings) {
        return new Report(
                Instant.parse("2026-01-02T03:04:05Z"),
                true,
                Map.of("kernel", "6.1"),
                Map.of("runc", new Identity("oci", "runc <1.1>", "/usr/sbin/runc")),
                List.of(findings),
                List.of(),
                List.of(
                        new Feature("runc", "pauses it", "yes"),
                        new Feature("runc", "lists what it has written", "no: <none>")),
                List.of(new Gap("youki", "everything", "it is not installed")),
                new Overhead(250, 40, 0.0042),
                List.of());
    }
}
