package dev.hako.app.command;

import dev.hako.app.caller.Output;
import dev.hako.app.document.Document;
import dev.hako.app.output.Shown;
import dev.hako.engine.Container;
import dev.hako.engine.config.Printable;
import dev.hako.engine.egress.EgressDecision;
import dev.hako.engine.log.LogEntry;
import dev.hako.engine.log.LogReader;
import dev.hako.engine.log.LogRequest;
import java.util.Optional;

/// What `hako logs --egress` shows: a line for each decision about where a container sends.
///
/// @param format `json`, or a template; empty: as people read it
record DecisionLines(Container container, LogRequest request, Optional<String> format) {

    void print(Invocation invocation) {
        Output output = invocation.output();
        Runnable flush = output::flush;
        boolean terminal = invocation.caller().terminal().output();
        try (LogReader reader = container.decisions(request)) {
            for (Optional<LogEntry> entry = reader.next(flush);
                    entry.isPresent();
                    entry = reader.next(flush)) {
                output.print(line(entry.get(), terminal));
            }
        }
    }

    private String line(LogEntry entry, boolean terminal) {
        EgressDecision decision = EgressDecision.parse(entry.text());
        return format.map(wanted -> Shown.of(document(entry, decision), wanted, terminal))
                .orElseGet(() -> entry.time() + " " + Printable.of(decision.text()) + "\n");
    }

    private static Document document(LogEntry entry, EgressDecision decision) {
        return Document.with("Time", entry.time().toString())
                .and("Decision", decision.word())
                .and("Name", decision.name())
                .and("Type", decision.type())
                .and("Addresses", decision.addresses())
                .and("Port", decision.port())
                .and("Reason", decision.reason())
                .and("Missed", decision.missed())
                .build();
    }
}
