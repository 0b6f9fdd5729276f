package dev.hako.app.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.ProcessStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessTableTest {
    private static final String PS =
            """
            UID          PID    PPID  C STIME TTY          TIME CMD
            root           1       0  0 10:00 ?        00:00:01 init
            root          42       1  0 10:01 ?        00:00:00 sh -c  a   b
            root         420       1  0 10:01 ?        00:00:00 other
            """;

    @Test
    void keepsTheLinesOfSomeProcesses() {
        assertThat(ProcessTable.parse(PS, Set.of(42, 43)))
                .containsExactly(
                        List.of("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"),
                        List.of("root", "42", "1", "0", "10:01", "?", "00:00:00", "sh -c  a   b"));
    }

    @Test
    void needsTheColumnOfPids() {
        assertThatThrownBy(() -> ProcessTable.parse("COMMAND\nsh\n", Set.of(42)))
                .hasMessageContaining("has no column PID");
        assertThatThrownBy(() -> ProcessTable.parse("", Set.of(42)))
                .hasMessageContaining("has no column PID");
    }

    @Test
    void hasTheSameColumnsWithoutPs() {
        Instant start = Instant.parse("2026-01-02T10:00:00Z");
        ProcessStatus process =
                new ProcessStatus(
                        42,
                        33,
                        1,
                        Optional.of("pts/1"),
                        start,
                        Duration.ofSeconds(3661),
                        "sh -c x");

        assertThat(ProcRows.row(process, start.plusSeconds(7322), ZoneOffset.UTC))
                .containsExactly("33", "42", "1", "50", "10:00", "pts/1", "01:01:01", "sh -c x");
        assertThat(ProcRows.row(process, start.plus(Duration.ofDays(2)), ZoneOffset.UTC))
                .contains("Jan02");
    }

    @Test
    void readsThisProcessFromProc() {
        int self = (int) ProcessHandle.current().pid();

        assertThat(ProcRows.of(Set.of(self, Integer.MAX_VALUE))).hasSize(2);
    }
}
