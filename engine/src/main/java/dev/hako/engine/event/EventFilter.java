package dev.hako.engine.event;

import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which events are wanted, in Docker's terms: of filters with one key any may hold, of different
/// keys all must; every label must hold.
///
/// @param wanted values by key
public record EventFilter(Map<String, List<String>> wanted) {
    /// What can be asked for.
    public static final Set<String> KEYS =
            Set.of("container", "event", "image", "label", "network", "pod", "type", "volume");

    private static final String NAME = "name";
    private static final String IMAGE = "image";

    public EventFilter {
        wanted = Map.copyOf(wanted);
    }

    /// Lets everything pass.
    public static final EventFilter ALL = new EventFilter(Map.of());

    /// The same with one more filter.
    ///
    /// @throws Failure `INVALID` if there is no such key
    public EventFilter with(String key, String value) {
        if (!KEYS.contains(key)) {
            throw Failure.invalid("unknown filter \"" + key + "\"")
                    .hint("there are " + String.join(", ", KEYS.stream().sorted().toList()));
        }
        Map<String, List<String>> more = new LinkedHashMap<>(wanted);
        List<String> values = new ArrayList<>(more.getOrDefault(key, List.of()));
        values.add(value);
        more.put(key, List.copyOf(values));
        return new EventFilter(more);
    }

    public boolean accepts(Event event) {
        for (Map.Entry<String, List<String>> each : wanted.entrySet()) {
            String key = each.getKey();
            List<String> values = each.getValue();
            boolean holds =
                    key.equals("label")
                            ? values.stream().allMatch(value -> hasLabel(event, value))
                            : values.stream().anyMatch(value -> is(event, key, value));
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private static boolean is(Event event, String key, String value) {
        return switch (key) {
            case "container" -> isActor(event, EventType.CONTAINER, value);
            case "volume" -> isActor(event, EventType.VOLUME, value);
            case "network" -> isActor(event, EventType.NETWORK, value);
            case "pod" -> isActor(event, EventType.POD, value);
            case "event" -> event.action().equals(value) || event.verb().equals(value);
            case "type" -> event.type().toString().equals(value);
            case "image" ->
                    event.attribute(IMAGE).filter(value::equals).isPresent()
                            || isActor(event, EventType.IMAGE, value);
            default -> throw new IllegalStateException("an unchecked filter " + key);
        };
    }

    /// By its id, the beginning of it, or its name.
    private static boolean isActor(Event event, EventType type, String reference) {
        return event.type() == type
                && !reference.isEmpty()
                && (event.actorId().startsWith(reference)
                        || event.attribute(NAME).filter(reference::equals).isPresent());
    }

    private static boolean hasLabel(Event event, String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        return event.attribute(key)
                .filter(value -> equals < 0 || value.equals(text.substring(equals + 1)))
                .isPresent();
    }
}
