package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.isolation.HostFacts;
import dev.hako.isolation.Isolation;
import dev.hako.isolation.Isolations;
import dev.hako.isolation.Support;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    /// Those that pods can be behind.
    Set<String> forPods() {
        return all.all().stream()
                .filter(Isolation::hasPods)
                .map(Isolation::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What each isolation says of this host, in order of name.
    Map<String, Support> support() {
        Map<String, Support> answers = new TreeMap<>();
        all.all().forEach(isolation -> answers.put(isolation.name(), isolation.support(host)));
        return answers;
    }
}
