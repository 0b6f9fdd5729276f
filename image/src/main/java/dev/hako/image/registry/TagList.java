package dev.hako.image.registry;

import dev.hako.image.registry.http.Call;
import java.io.IOException;
import java.util.List;

/// `GET /v2/NAME/tags/list` (distribution-spec, "Listing Tags").
record TagList(Repository repository) {

    /// All tags.
    List<String> all() throws IOException {
        Call call =
                repository.pulling(
                        "list the tags", "GET", repository.uri("tags/list?n=" + Pages.SIZE));
        return new Pages(repository.session()).names(call, "tags");
    }
}
