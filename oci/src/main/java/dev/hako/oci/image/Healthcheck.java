package dev.hako.oci.image;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one finds out whether a container works: Docker's addition to an image's configuration.
/// Times are nanoseconds in JSON; what is absent there, or 0, is absent here and means Docker's
/// default.
///
/// @param test first `NONE`, `CMD` or `CMD-SHELL`, then the command; empty keeps the base image's
/// @param interval between two tests
/// @param timeout after which a test has failed
/// @param startPeriod in which failures do not count
/// @param startInterval between two tests in the start period
/// @param retries how many failures in a row make the container unhealthy
public record Healthcheck(
        List<String> test,
        @Nullable Duration interval,
        @Nullable Duration timeout,
        @Nullable Duration startPeriod,
        @Nullable Duration startInterval,
        @Nullable Integer retries)
        implements JsonRecord {

    /// Refuses negative times and counts.
    public Healthcheck {
        test = Require.texts("Test", test);
        requirePositive("Interval", interval);
        requirePositive("Timeout", timeout);
        requirePositive("StartPeriod", startPeriod);
        requirePositive("StartInterval", startInterval);
        Require.range("Retries", retries, 0, Integer.MAX_VALUE);
        retries = retries == null || retries == 0 ? null : retries;
    }

    static Healthcheck read(JsonObject in) {
        return new Healthcheck(
                in.list("Test", STRING),
                duration(in, "Interval"),
                duration(in, "Timeout"),
                duration(in, "StartPeriod"),
                duration(in, "StartInterval"),
                in.optional("Retries", INT32));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("Test", test)
                .put("Interval", nanos(interval))
                .put("Timeout", nanos(timeout))
                .put("StartPeriod", nanos(startPeriod))
                .put("StartInterval", nanos(startInterval))
                .put("Retries", retries);
    }

    private static void requirePositive(String field, @Nullable Duration time) {
        if (time != null) {
            Require.that(time.isPositive(), field, time, "must be positive");
        }
    }

    private static @Nullable Duration duration(JsonObject in, String field) {
        long nanos = in.optional(field, INT64, 0L);
        return nanos == 0 ? null : Duration.ofNanos(nanos);
    }

    private static @Nullable Long nanos(@Nullable Duration time) {
        return time == null ? null : time.toNanos();
    }
}
