package dev.hako.testing;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Decides [NeedsRoot] from the fields `Uid` and `CapEff` of proc_pid_status(5).
final class RootCondition implements ExecutionCondition {
    private static final int CAP_SYS_ADMIN = 21;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return evaluate(status());
    }

    static ConditionEvaluationResult evaluate(List<String> status) {
        String uid = field(status, "Uid:").split("\\s", 2)[0];
        if (!uid.equals("0")) {
            return disabled("needs root: this is uid " + uid);
        }
        long effective = Long.parseUnsignedLong(field(status, "CapEff:"), 16);
        return (effective >>> CAP_SYS_ADMIN & 1) == 1
                ? enabled("is root")
                : disabled("needs root: this root has no CAP_SYS_ADMIN");
    }

    private static String field(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + name + " in the status"));
    }

    private static List<String> status() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
