package dev.hako.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BackingTest {
    @Test
    void isTheEnginesOwnWithoutOptions() {
        assertThat(Backing.of(Map.of())).isEqualTo(new Backing.Own());
    }

    @Test
    void isADirectoryOfTheHost() {
        assertThat(Backing.of(Map.of("type", "none", "o", "bind", "device", "/srv")))
                .isEqualTo(new Backing.Bind("/srv"));
    }

    @Test
    void isAFileSystemOfItsOwn() {
        assertThat(Backing.of(Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=1m")))
                .isEqualTo(new Backing.FileSystem("tmpfs", "tmpfs", "size=1m"));
    }

    @Test
    void refusesWhatItCannotBe() {
        refuses(Map.of("wat", "x"), "unknown volume option \"wat\"");
        refuses(Map.of("device", "/x"), "the volume option \"type\" is missing");
        refuses(Map.of("type", "tmpfs"), "the volume option \"device\" is missing");
        refuses(Map.of("type", "none", "device", "srv", "o", "bind"), "an absolute device");
        refuses(Map.of("type", "none", "device", "/srv", "o", "bind,ro"), "o=bind");
    }

    private static void refuses(Map<String, String> options, String message) {
        assertThatThrownBy(() -> Backing.of(options)).hasMessageContaining(message);
    }
}
