package dev.hako.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFilterTest {
    private static final Event EXEC =
            new Event(
                    EventType.CONTAINER,
                    "exec_start: ls -l",
                    "0123456789abcdef",
                    Map.of("name", "web", "image", "host", "tier", "front"),
                    1);

    private static boolean accepts(String... filters) {
        EventFilter all = EventFilter.ALL;
        for (int i = 0; i < filters.length; i += 2) {
            all = all.with(filters[i], filters[i + 1]);
        }
        return all.accepts(EXEC);
    }

    @Test
    void findsAContainerByNameIdOrBeginningOfOne() {
        assertThat(accepts("container", "web")).isTrue();
        assertThat(accepts("container", "0123")).isTrue();
        assertThat(accepts("container", "we")).isFalse();
        assertThat(accepts("volume", "web")).isFalse();
    }

    @Test
    void findsAnActionWithOrWithoutItsDetail() {
        assertThat(accepts("event", "exec_start")).isTrue();
        assertThat(accepts("event", "exec_start: ls -l")).isTrue();
        assertThat(accepts("event", "start")).isFalse();
    }

    @Test
    void anyOfOneKeyAndAllKeysMustHold() {
        assertThat(accepts("event", "die", "event", "exec_start")).isTrue();
        assertThat(accepts("event", "exec_start", "image", "other")).isFalse();
        assertThat(accepts("type", "container", "image", "host")).isTrue();
    }

    @Test
    void everyLabelMustHold() {
        assertThat(accepts("label", "tier")).isTrue();
        assertThat(accepts("label", "tier=front")).isTrue();
        assertThat(accepts("label", "tier=front", "label", "tier=back")).isFalse();
    }

    @Test
    void refusesAKeyThatItDoesNotKnow() {
        assertThatThrownBy(() -> accepts("colour", "blue"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("\"colour\"");
    }
}
