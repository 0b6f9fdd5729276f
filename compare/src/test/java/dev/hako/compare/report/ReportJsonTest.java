package dev.hako.compare.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.compare.measure.Finding;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportJsonTest {
    @TempDir Path folder;

    @Test
    void readsTheFindingsThatItHasWritten() throws IOException {
        Report report = Reports.of(Reports.finding("runc", 3, 1, 2), Reports.finding("crun", 4));
        List<Finding> read = ReportJson.findings(written(ReportJson.write(report)));
        assertThat(read).extracting(Finding::subject).containsExactly("runc", "crun");
        assertThat(read.getFirst().samples().values()).containsExactly(1.0, 2.0, 3.0);
        assertThat(read.getFirst().measure()).isEqualTo("run true");
    }

    @Test
    void refusesAReportOfAnotherSchema() throws IOException {
        String json = ReportJson.write(Reports.of()).replace("\"schema\": 1", "\"schema\": 2");
        Path file = written(json);
        assertThatThrownBy(() -> ReportJson.findings(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("its schema is 2, and not 1");
    }

    @Test
    void refusesWhatIsNoReport() throws IOException {
        for (String text :
                List.of("", "[]", "{", "{\"schema\":1}", "{\"schema\":1,\"findings\":[{}]}")) {
            Path file = written(text);
            assertThatThrownBy(() -> ReportJson.findings(file))
                    .as(text)
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("it is no report");
        }
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("report.json"), text);
    }
}
