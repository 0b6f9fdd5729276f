package dev.hako.testing;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Decides [NeedsFileSystem].
final class FileSystemCondition implements ExecutionCondition {
    private static final Path KNOWN = Path.of("/proc/filesystems");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return findAnnotation(context.getElement(), NeedsFileSystem.class)
                .map(needs -> evaluate(needs.value()))
                .orElseGet(() -> enabled("needs no file system"));
    }

    static ConditionEvaluationResult evaluate(String name) {
        return isKnown(name) || isLoaded(name)
                ? enabled("file system is there")
                : disabled("needs file system " + name + ": this kernel has none");
    }

    private static boolean isKnown(String name) {
        try {
            return Files.readAllLines(KNOWN).stream().anyMatch(line -> line.endsWith("\t" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Only root may load a module, and only root mounts.
    private static boolean isLoaded(String name) {
        try {
            return new ProcessBuilder("modprobe", "-q", name).start().waitFor() == 0
                    && isKnown(name);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
