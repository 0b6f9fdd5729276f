package dev.hako.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.engine.log.LogEntry;
import dev.hako.engine.log.LogReader;
import dev.hako.engine.log.LogRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionLogTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006007008Z");

    @TempDir Path folder;

    @Test
    void isReadAsTheContainersOwnLog() {
        Path file = folder.resolve("egress");
        EgressDecision decision =
                EgressDecision.ofName(true, "example.com", "A", List.of("192.0.2.1"), "");
        new DecisionLog(file).add(NOW, decision);
        try (LogReader reader = LogReader.open(file, LogRequest.ALL, () -> false)) {
            LogEntry entry = reader.next().orElseThrow();
            assertThat(entry.time()).isEqualTo(NOW);
            assertThat(EgressDecision.parse(entry.text())).isEqualTo(decision);
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void takesNoMoreThanThreeFiles() throws IOException {
        Path file = folder.resolve("egress");
        DecisionLog log = new DecisionLog(file);
        String reason = "x".repeat(60_000);
        for (int i = 0; i < 120; i++) {
            log.add(NOW, EgressDecision.ofName(false, "n" + i, "A", List.of(), reason));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.mapToLong(each -> each.toFile().length()))
                    .hasSizeLessThanOrEqualTo(3)
                    .allMatch(bytes -> bytes < 1_200_000);
        }
        String last = "";
        try (LogReader reader = LogReader.open(file, LogRequest.ALL, () -> false)) {
            for (Optional<LogEntry> e = reader.next(); e.isPresent(); e = reader.next()) {
                last = EgressDecision.parse(e.get().text()).name();
            }
        }
        assertThat(last).isEqualTo("n119");
    }

    @Test
    void isNoMoreWhenTheContainerHasGone() {
        Path file = folder.resolve("gone").resolve("egress");
        new DecisionLog(file).add(NOW, EgressDecision.ofPacket("tcp", "192.0.2.1", 80));
        assertThat(file).doesNotExist();
    }

    @Test
    void hasSoManyOfAMomentAndCountsTheOthers() {
        AtomicLong nanos = new AtomicLong();
        Allowance allowance = new Allowance(2, 1, nanos::get);
        assertThat(Stream.generate(allowance::take).limit(5)).containsExactly(0, 0, -1, -1, -1);
        nanos.addAndGet(1_000_000_000);
        assertThat(allowance.take()).isEqualTo(3);
        assertThat(allowance.take()).isEqualTo(-1);
        nanos.addAndGet(3_600_000_000_000L);
        assertThat(Stream.generate(allowance::take).limit(3)).containsExactly(1, 0, -1);
    }
}
