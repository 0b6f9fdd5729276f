package dev.hako.testing;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Decides [NeedsDevice].
final class DeviceCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return findAnnotation(context.getElement(), NeedsDevice.class)
                .map(needs -> evaluate(Path.of(needs.value())))
                .orElseGet(() -> enabled("needs no device"));
    }

    static ConditionEvaluationResult evaluate(Path device) {
        return Files.isReadable(device) && Files.isWritable(device)
                ? enabled("device is there")
                : disabled("needs device " + device + ": it is missing or closed to this user");
    }
}
