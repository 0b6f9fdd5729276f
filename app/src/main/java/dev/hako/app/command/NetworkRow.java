package dev.hako.app.command;

import dev.hako.app.document.Document;
import dev.hako.app.network.ShownNetwork;
import dev.hako.app.output.Words;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A network as `hako network ls` shows it, under the names that Docker uses.
final class NetworkRow {
    /// What stands over each field in a table.
    static final Document HEADINGS =
            Document.with("CreatedAt", "CREATED AT")
                    .and("Driver", "DRIVER")
                    .and("ID", "NETWORK ID")
                    .and("IPv6", "IPV6")
                    .and("Internal", "INTERNAL")
                    .and("Labels", "LABELS")
                    .and("Name", "NAME")
                    .and("Scope", "SCOPE")
                    .and("Label", (Document.Method) Words::labelHeading)
                    .build();

    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSS Z 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private NetworkRow() {}

    /// @param whole whether its id is not shortened
    static Document of(ShownNetwork network, boolean whole) {
        return Document.with("CreatedAt", CREATED.format(network.createdAt()))
                .and("Driver", network.driver())
                .and("ID", whole ? network.id() : Words.shortId(network.id()))
                .and("IPv6", String.valueOf(network.ipv6()))
                .and("Internal", String.valueOf(network.internal()))
                .and("Labels", Words.pairs(network.labels()))
                .and("Name", network.networkName())
                .and("Scope", ShownNetwork.SCOPE)
                .and("Label", Words.labelOf(network.labels()))
                .build();
    }
}
