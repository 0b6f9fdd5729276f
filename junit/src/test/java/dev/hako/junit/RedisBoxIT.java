package dev.hako.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One redis for all tests of a class, as `docs/java-api.md` shows it.
@NeedsRoot
@NeedsProgram({"redis-server", "redis-cli"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedisBoxIT {
    @RegisterExtension
    static final Box REDIS =
            Box.of("host", "redis-server", "--save", "", "--dir", "/tmp")
                    .readyWhen(Readiness.listening(6379));

    @Test
    @Order(1)
    void isReadyWhenTheTestBegins() {
        assertThat(REDIS.exec("redis-cli", "ping").output()).isEqualTo("PONG\n");
        assertThat(REDIS.exec("redis-cli", "set", "greeting", "hello").code()).isZero();
    }

    @Test
    @Order(2)
    void isTheSameForTheNextTest() {
        assertThat(REDIS.exec("redis-cli", "get", "greeting").output()).isEqualTo("hello\n");
        assertThat(REDIS.log()).contains("Ready to accept connections");
    }
}
