package dev.hako.app.command;

import dev.hako.app.network.ContainerNetworks;
import dev.hako.app.network.ShownNetwork;
import dev.hako.app.network.ShownNetworks;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Engine;
import dev.hako.engine.config.MountRequest;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// Which containers are wanted: of filters with one key any may hold, of different keys all must;
/// every label must hold.
///
/// @param engine which knows the containers that filters name
record ContainerFilter(Map<String, List<String>> wanted, Engine engine) {
    private static final Set<String> KEYS =
            Set.of(
                    "id",
                    "name",
                    "label",
                    "status",
                    "exited",
                    "ancestor",
                    "isolation",
                    "health",
                    "network",
                    "pod",
                    "volume",
                    "before",
                    "since");
    private static final Set<String> STATES =
            Set.of(
                    "created",
                    "starting",
                    "running",
                    "exited",
                    "removing",
                    "paused",
                    "restarting",
                    "dead");

    static ContainerFilter of(List<KeyValue> filters, Engine engine) {
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        for (KeyValue filter : filters) {
            check(filter);
            wanted.computeIfAbsent(filter.key(), _ -> new ArrayList<>()).add(filter.value());
        }
        return new ContainerFilter(wanted, engine);
    }

    private static void check(KeyValue filter) {
        if (!KEYS.contains(filter.key())) {
            throw Failure.invalid("unknown filter \"" + filter.key() + "\"")
                    .hint("there are " + String.join(", ", KEYS.stream().sorted().toList()));
        }
        if (filter.key().equals("status") && !STATES.contains(filter.value())) {
            throw Failure.invalid("unknown status \"" + filter.value() + "\"");
        }
        if (filter.key().equals("exited") && !filter.value().matches("\\d{1,3}")) {
            throw Failure.invalid("\"" + filter.value() + "\" is no exit code");
        }
        if (filter.key().equals("name")) {
            pattern(filter.value());
        }
    }

    private static Pattern pattern(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw Failure.invalid(
                    "\"" + expression + "\" is no regular expression: " + e.getDescription());
        }
    }

    /// Whether it asks for containers that do not run.
    boolean wantsEnded() {
        return wanted.containsKey("status") || wanted.containsKey("exited");
    }

    boolean accepts(Container container) {
        for (Map.Entry<String, List<String>> entry : wanted.entrySet()) {
            boolean all = entry.getKey().equals("label");
            boolean holds =
                    all
                            ? entry.getValue().stream()
                                    .allMatch(value -> hasLabel(container, value))
                            : entry.getValue().stream()
                                    .anyMatch(value -> is(container, entry.getKey(), value));
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private boolean is(Container container, String key, String value) {
        return switch (key) {
            case "id" -> container.id().startsWith(value);
            case "name" ->
                    Stream.of(container.name(), "/" + container.name())
                            .anyMatch(name -> pattern(value).matcher(name).find());
            case "before" -> container.createdAt().isBefore(engine.container(value).createdAt());
            case "since" -> container.createdAt().isAfter(engine.container(value).createdAt());
            case "status" -> container.state().word().equals(value);
            case "exited" ->
                    container.state() instanceof ContainerState.Exited exited
                            && exited.exit().code() == Integer.parseInt(value);
            case "ancestor" -> container.config().image().equals(value);
            case "health" ->
                    container
                            .health()
                            .map(health -> health.status().word())
                            .orElse("none")
                            .equals(value);
            case "isolation" -> container.isolation().equals(value);
            case "volume" ->
                    container.config().storage().mounts().stream()
                            .anyMatch(mount -> shows(mount, value));
            case "network" -> isIn(container, value);
            case "pod" ->
                    container
                            .pod()
                            .filter(pod -> pod.name().equals(value) || pod.id().startsWith(value))
                            .isPresent();
            default -> throw new IllegalStateException("an unchecked filter " + key);
        };
    }

    private boolean isIn(Container container, String network) {
        String name =
                new ShownNetworks(engine)
                        .find(network)
                        .map(ShownNetwork::networkName)
                        .orElse(network);
        return ContainerNetworks.names(container).contains(name);
    }

    private static boolean shows(MountRequest mount, String nameOrPlace) {
        return mount.target().equals(nameOrPlace)
                || mount instanceof MountRequest.Volume volume && volume.name().equals(nameOrPlace);
    }

    private static boolean hasLabel(Container container, String text) {
        KeyValue label = KeyValue.parse(text);
        String value = container.config().labels().get(label.key());
        return value != null && (text.indexOf('=') < 0 || value.equals(label.value()));
    }
}
