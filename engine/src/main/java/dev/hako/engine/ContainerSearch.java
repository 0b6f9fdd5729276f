package dev.hako.engine;

import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.Optional;

/// Finds a container by what users write: its id, its name, or a unique beginning of its id, in
/// this order. What another engine has made meanwhile is found too.
record ContainerSearch(Household household, Recovery recovery) {
    Container find(String reference) {
        return known(reference)
                .or(() -> {
                    recovery.catchUp();
                    return known(reference);
                })
                .orElseThrow(() ->
                        Failure.notFound("no such container \"" + Printable.of(reference) + "\"")
                                .hint("`hako ps -a` lists them"));
    }

    private Optional<Container> known(String reference) {
        Container byId = household.containers().get(reference);
        if (byId != null) {
            return Optional.of(byId);
        }
        return byName(reference).or(() -> byPrefix(reference));
    }

    private Optional<Container> byName(String name) {
        return household.containers().values().stream()
                .filter(container -> container.name().equals(name))
                .findFirst();
    }

    private Optional<Container> byPrefix(String prefix) {
        if (prefix.isEmpty()) {
            return Optional.empty();
        }
        List<Container> matches =
                household.containers().values().stream()
                        .filter(container -> container.id().startsWith(prefix))
                        .limit(2)
                        .toList();
        if (matches.size() > 1) {
            throw Failure.conflict(
                            "several containers have an id that begins with \""
                                    + Printable.of(prefix)
                                    + "\"")
                    .hint("write more of it");
        }
        return matches.stream().findFirst();
    }
}
