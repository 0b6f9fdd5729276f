package dev.hako.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.engine.store.WritableLayers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir Path place;

    private Path layers(String name) throws IOException {
        Path deep = Files.createDirectories(place.resolve(name).resolve("0/upper/etc"));
        Files.writeString(deep.resolve("hosts"), "127.0.0.1 localhost\n");
        return place.resolve(name);
    }

    @Test
    void areGoneWhenItIsClosed() throws IOException {
        Path one = layers("one");
        Path other = layers("other");
        try (Leftovers leftovers = new Leftovers()) {
            leftovers.remove(new WritableLayers(one));
            leftovers.remove(new WritableLayers(other));
        }
        assertThat(one).doesNotExist();
        assertThat(other).doesNotExist();
    }

    @Test
    void oneThatCannotBeRemovedKeepsNoOther() throws IOException {
        Path file = Files.writeString(place.resolve("file"), "no directory");
        Path other = layers("other");
        try (Leftovers leftovers = new Leftovers()) {
            leftovers.remove(new WritableLayers(file.resolve("below")));
            leftovers.remove(new WritableLayers(other));
        }
        assertThat(other).doesNotExist();
    }
}
