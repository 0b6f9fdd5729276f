package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.PodConfig;
import dev.hako.isolation.HostFacts;
import dev.hako.isolation.Isolation;
import dev.hako.isolation.Isolations;
import dev.hako.isolation.Support;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The isolations there are, and which one a container asked for.
///
/// @param host what they are asked about
record IsolationChoice(Isolations all, HostFacts host) {
    static final String STANDARD = "namespace";

    /// The wall a container runs behind.
    Isolation of(ContainerConfig config) {
        return all.named(config.isolation().orElse(STANDARD));
    }

    /// The wall that is used unless another is asked for.
    Isolation standard() {
        return all.named(STANDARD);
    }

    /// What a container asks for. Behind a wall that no network goes through, who names none has
    /// none, unless he wants what only a network can give.
    NamespaceOptions connectable(ContainerConfig asked) {
        NamespaceOptions options = asked.namespaces();
        NetworkOptions connections = options.connections();
        boolean any =
                options.network().isEmpty()
                        && options.sharing().pod().isEmpty()
                        && connections.published().isEmpty()
                        && connections.egress().isEmpty();
        return any && !of(asked).hasNetworks()
                ? options.with(Optional.of(PodConfig.NO_NETWORK), options.sharing())
                : options;
    }

    /// What is told of them to those who ask an engine.
    EngineInfo info(Locations locations) {
        return new EngineInfo(
                locations,
                host,
                support(),
                names(Isolation::hasPods),
                names(Isolation::hasNetworks),
                STANDARD);
    }

    private Set<String> names(Predicate<Isolation> kind) {
        return all.all().stream()
                .filter(kind)
                .map(Isolation::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What each isolation says of this host, in order of name.
    private Map<String, Support> support() {
        Map<String, Support> answers = new TreeMap<>();
        all.all().forEach(isolation -> answers.put(isolation.name(), isolation.support(host)));
        return answers;
    }
}
