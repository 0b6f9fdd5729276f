package dev.hako.app.command;

import dev.hako.app.network.ShownNetwork;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.Set;

/// Which networks are wanted.
///
/// @param engine which knows who is connected to them
record NetworkFilter(Filters filters, Engine engine) {
    private static final Set<String> KEYS =
            Set.of("dangling", "driver", "id", "label", "name", "scope", "type");

    static NetworkFilter of(List<KeyValue> filters, Engine engine) {
        return new NetworkFilter(Filters.of(filters, KEYS), engine);
    }

    boolean accepts(ShownNetwork network) {
        return filters.labels(network.labels())
                && filters.any("driver", network.driver()::equals)
                && filters.any("id", network.id()::startsWith)
                && filters.any("name", network.networkName()::contains)
                && filters.any("scope", ShownNetwork.SCOPE::equals)
                && filters.any("type", type -> isPredefined(type) == network.predefined())
                && filters.any("dangling", word -> Filters.isTrue(word) == isDangling(network));
    }

    private static boolean isPredefined(String type) {
        return switch (type) {
            case "builtin" -> true;
            case "custom" -> false;
            default ->
                    throw Failure.invalid("there is no type \"" + type + "\" of networks")
                            .hint("there are builtin and custom");
        };
    }

    private boolean isDangling(ShownNetwork network) {
        return network instanceof ShownNetwork.Made(var made)
                && !network.predefined()
                && engine.networks().users(made).isEmpty();
    }
}
