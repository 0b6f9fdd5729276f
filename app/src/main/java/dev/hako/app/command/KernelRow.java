package dev.hako.app.command;

import dev.hako.app.document.Document;
import dev.hako.app.value.Size;
import dev.hako.guest.kernel.GuestKernel;
import java.time.Instant;

/// A guest kernel as `hako kernel ls` and `inspect` show it.
final class KernelRow {
    /// What stands over each field in a table.
    static final Document HEADINGS =
            Document.with("ID", "KERNEL ID")
                    .and("Version", "VERSION")
                    .and("Machine", "MACHINE")
                    .and("Source", "SOURCE")
                    .and("CreatedAt", "CREATED AT")
                    .and("CreatedSince", "CREATED")
                    .and("Size", "SIZE")
                    .build();

    private KernelRow() {}

    static Document of(GuestKernel kernel, Instant now) {
        return Document.with("ID", kernel.shortId())
                .and("Version", kernel.facts().version())
                .and("Machine", kernel.facts().machine())
                .and("Source", kernel.facts().source())
                .and("CreatedAt", kernel.facts().createdAt().toString())
                .and("CreatedSince", ImageRow.since(kernel.facts().createdAt(), now))
                .and("Size", Size.roughly(kernel.sizeBytes()))
                .build();
    }

    /// Everything about one.
    static Document details(GuestKernel kernel) {
        return Document.with("ID", kernel.id())
                .and("Version", kernel.facts().version())
                .and("Machine", kernel.facts().machine())
                .and("Source", kernel.facts().source())
                .and("Compiler", kernel.facts().compiler())
                .and("CreatedAt", kernel.facts().createdAt().toString())
                .and("Size", kernel.sizeBytes())
                .and("Program", kernel.program().toString())
                .and("Configuration", kernel.configuration().toString())
                .build();
    }
}
