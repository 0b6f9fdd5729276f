package dev.hako.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Line MET =
            Line.compared(
                    "wall",
                    Unit.TIME,
                    Samples.of(5000),
                    "crun",
                    Samples.of(10000),
                    new Target.RatioAtMost(0.6));
    private static final Line MISSED =
            Line.of("size", Unit.MEMORY, 70 * 1024, new Target.AtMost(64 * 1024));

    @Test
    void theTableShowsBothFiguresTheirRatioTheTargetAndTheVerdict() {
        assertThat(report(MET).toText().lines())
                .containsExactly(
                        "        HAKO              PEER                      RATIO             TARGET",
                        "warm run",
                        "  wall  5 ms (5 ms–5 ms)  crun 10 ms (10 ms–10 ms)  0.50 [0.50–0.50]  ≤ 0.60 ×  met",
                        "all 1 targets met");
    }

    @Test
    void itEndsWithWhatTheVerdictDependsOn() {
        assertThat(report(MET, MISSED).toText()).endsWith("1 of 2 targets missed: size\n");
    }

    @Test
    void aScenarioThatFailedSaysWhy() {
        assertThat(report(Line.failed("warm", "no engine runs")).toText())
                .contains("not measured: warm: no engine runs\n")
                .endsWith("1 of 1 targets missed: warm\n");
    }

    @Test
    void programsGetBaseUnitsAndTheSpread() {
        JsonObject line = json(report(MET));
        assertThat(line.get("unit").getAsString()).isEqualTo("time");
        assertThat(line.get("hako").getAsJsonObject().get("value").getAsDouble()).isEqualTo(5000);
        assertThat(line.get("hako").getAsJsonObject().get("p90").getAsDouble()).isEqualTo(5000);
        assertThat(line.get("peerName").getAsString()).isEqualTo("crun");
        assertThat(line.get("ratio").getAsJsonObject().get("high95").getAsDouble()).isEqualTo(0.5);
        assertThat(line.get("ratioAtMost").getAsDouble()).isEqualTo(0.6);
        assertThat(line.get("verdict").getAsString()).isEqualTo("met");
    }

    @Test
    void programsLearnWhyAScenarioFailed() {
        JsonObject line = json(report(Line.failed("warm", "no engine runs")));
        assertThat(line.get("failed").getAsString()).isEqualTo("no engine runs");
        assertThat(line.has("hako")).isFalse();
    }

    private static Report report(Line... lines) {
        return new Report(List.of(new Report.Section("warm run", List.of(lines))));
    }

    private static JsonObject json(Report report) {
        return JsonParser.parseString(JsonReport.of(report))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
    }
}
