package dev.hako.junit;

import dev.hako.engine.Container;
import dev.hako.engine.log.LogEntry;
import dev.hako.engine.log.LogReader;
import dev.hako.engine.log.LogRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a container has written so far, both streams in the order of their lines.
final class BoxLog {
    private BoxLog() {}

    static List<String> lines(Container container) {
        return List.of(text(container).split("\n", -1));
    }

    static String text(Container container) {
        List<LogEntry> entries = new ArrayList<>();
        try (LogReader reader = container.logs(LogRequest.ALL)) {
            for (Optional<LogEntry> entry = reader.next();
                    entry.isPresent();
                    entry = reader.next()) {
                entries.add(entry.get());
            }
        }
        StringBuilder text = new StringBuilder();
        for (LogEntry entry : entries) {
            text.append(new String(entry.text(), StandardCharsets.UTF_8));
            if (entry.whole()) {
                text.append('\n');
            }
        }
        return text.toString();
    }
}
