package dev.hako.engine.store;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;

import dev.hako.engine.config.HealthCheck;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.ObjectWriter;
import java.time.Duration;
import java.util.List;

/// A health check in a container's document.
final class HealthCodec {
    private HealthCodec() {}

    static void write(HealthCheck check, ObjectWriter out) {
        out.put("test", check.test())
                .put("intervalMillis", check.interval().toMillis())
                .put("timeoutMillis", check.timeout().toMillis())
                .put("retries", check.retries())
                .put("startPeriodMillis", check.startPeriod().toMillis())
                .put("startIntervalMillis", check.startInterval().toMillis());
    }

    /// Before images brought tests, there were lines for the shell only.
    private static List<String> test(JsonObject in) {
        String line = in.optional("command", STRING);
        return line == null ? in.list("test", STRING) : HealthCheck.shell(line);
    }

    static HealthCheck read(JsonObject in) {
        return new HealthCheck(
                test(in),
                Duration.ofMillis(in.required("intervalMillis", INT64)),
                Duration.ofMillis(in.required("timeoutMillis", INT64)),
                in.required("retries", INT32),
                Duration.ofMillis(in.required("startPeriodMillis", INT64)),
                Duration.ofMillis(in.required("startIntervalMillis", INT64)));
    }
}
