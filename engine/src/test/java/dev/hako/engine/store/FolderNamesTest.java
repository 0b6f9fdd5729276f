package dev.hako.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderNamesTest {
    private static final Instant LONG_AGO = Instant.parse("2024-05-01T12:00:00Z");

    @TempDir Path folder;

    @Test
    void namesThatCameAndWentAreTold() throws Exception {
        FolderNames names = new FolderNames(folder);
        assertThat(names.all()).isEmpty();
        Path one = Files.createDirectory(folder.resolve("one"));
        assertThat(names.all()).containsExactly("one");
        Files.createDirectory(folder.resolve("two"));
        assertThat(names.all()).containsExactlyInAnyOrder("one", "two");
        Files.delete(one);
        assertThat(names.all()).containsExactly("two");
    }

    @Test
    void aFolderAtRestIsReadOnce() throws Exception {
        FolderNames names = new FolderNames(folder);
        Files.createDirectory(folder.resolve("one"));
        rest();
        assertThat(names.all()).containsExactly("one");
        assertThat(names.all()).isSameAs(names.all());
    }

    @Test
    void whatWasReadJustAfterAChangeIsNotBelieved() throws Exception {
        FolderNames names = new FolderNames(folder, InstantSource.fixed(LONG_AGO.plusMillis(50)));
        Files.createDirectory(folder.resolve("one"));
        rest();
        assertThat(names.all()).containsExactly("one");
        Files.createDirectory(folder.resolve("two"));
        // As if it had come in the same tick of the kernel's clock.
        rest();
        assertThat(names.all()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void aFolderThatIsNotThereHasNone() throws Exception {
        FolderNames names = new FolderNames(folder.resolve("later"));
        assertThat(names.all()).isEmpty();
        Files.createDirectories(folder.resolve("later/one"));
        assertThat(names.all()).containsExactly("one");
    }

    private void rest() throws Exception {
        Files.setLastModifiedTime(folder, FileTime.from(LONG_AGO));
    }
}
