package dev.hako.image.registry;

import dev.hako.failure.Failure;
import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Location;
import dev.hako.image.registry.http.Origin;
import dev.hako.image.registry.http.Refusal;
import dev.hako.image.registry.http.Reply;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lists that come in pages, each of which names the next (distribution-spec, "Listing Tags").
record Pages(Session session) {
    /// How many entries a page is to have.
    static final int SIZE = 1000;

    private static final int MOST_PAGES = 1000;
    private static final int MOST_NAMES = 1 << 18;

    /// RFC 8288: `<…>; rel="next"`.
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?");

    /// A list of names that may be empty.
    ///
    /// @param field which holds them
    List<String> names(Call first, String field) throws IOException {
        List<String> names = new ArrayList<>();
        Optional<Call> next = Optional.of(first);
        for (int pages = 0; next.isPresent(); pages++) {
            if (pages >= MOST_PAGES || names.size() > MOST_NAMES) {
                throw Failure.invalid(first.intent() + ": the list has no end");
            }
            next = page(next.get(), field, names);
        }
        return List.copyOf(names);
    }

    private Optional<Call> page(Call call, String field, List<String> names) throws IOException {
        try (Reply reply = session.send(call)) {
            if (reply.status() != 200) {
                throw Refusal.of(reply, session.registry());
            }
            byte[] body = reply.bytes(Json.MAX_BYTES);
            names.addAll(Json.read("answer", body, in -> in.list(field, Kind.STRING)));
            return next(reply).map(uri -> Call.of(call.intent(), "GET", uri).scopes(call.scopes()));
        }
    }

    private static Optional<URI> next(Reply reply) {
        Matcher link = NEXT.matcher(reply.header("Link").orElse(""));
        if (!link.find()) {
            return Optional.empty();
        }
        URI uri = Location.resolve(reply, link.group(1));
        if (!Origin.of(uri).equals(Origin.of(reply.uri()))) {
            throw Failure.invalid(reply.call().intent() + ": the next page is elsewhere");
        }
        return Optional.of(uri);
    }
}
