package dev.hako.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.engine.config.LogConfig;
import dev.hako.engine.config.LogPlace;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTargetTest {
    @TempDir Path folder;

    private LogTarget at(String name) {
        LogPlace place = new LogPlace(folder, Path.of(name));
        return new LogTarget(LogConfig.at(place), Path.of("/own"));
    }

    @Test
    void makesTheFileAndKeepsWhatIsInIt() throws IOException {
        Files.createDirectory(folder.resolve("web"));
        LogTarget target = at("web/0.log");
        target.prepare();
        Files.writeString(target.file(), "said\n");
        target.prepare();
        assertThat(folder.resolve("web/0.log")).hasContent("said\n");
        assertThat(target.settings().orElseThrow().maxBytes()).isZero();
    }

    @Test
    void refusesWhatIsNoFile() throws IOException {
        Files.createDirectory(folder.resolve("directory"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(folder.resolve("folder"), Path.of("/tmp"));
        for (String name : new String[] {"directory", "link", "folder/0.log", "missing/0.log"}) {
            assertThatThrownBy(() -> at(name).prepare())
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("cannot log to");
        }
    }

    @Test
    void refusesPlacesOutside() {
        for (String name : new String[] {"../0.log", "/0.log", "a/../../0.log", ""}) {
            assertThatThrownBy(() -> new LogPlace(folder, Path.of(name)))
                    .isInstanceOf(Failure.class);
        }
    }
}
