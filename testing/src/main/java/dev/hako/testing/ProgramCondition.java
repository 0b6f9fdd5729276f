package dev.hako.testing;

import static java.util.function.Predicate.not;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Decides [NeedsProgram].
final class ProgramCondition implements ExecutionCondition {
    private static final Pattern SEPARATOR = Pattern.compile(File.pathSeparator, Pattern.LITERAL);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String path = System.getenv().getOrDefault("PATH", "");
        return findAnnotation(context.getElement(), NeedsProgram.class)
                .map(needs -> evaluate(needs.value(), path))
                .orElseGet(() -> enabled("needs no program"));
    }

    static ConditionEvaluationResult evaluate(String[] programs, String path) {
        return Arrays.stream(programs)
                .filter(not(program -> isOnPath(program, path)))
                .findFirst()
                .map(missing -> disabled("needs program " + missing + ": it is not on the PATH"))
                .orElseGet(() -> enabled("programs are there"));
    }

    private static boolean isOnPath(String program, String path) {
        return SEPARATOR
                .splitAsStream(path)
                .map(folder -> Path.of(folder, program))
                .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
    }
}
