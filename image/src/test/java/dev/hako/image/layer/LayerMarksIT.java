package dev.hako.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.kernel.DetachedMount;
import dev.hako.kernel.FileSystemContext;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What layers delete of each other is judged by overlayfs itself.
@NeedsRoot
@NeedsProgram({"tar", "bash"})
class LayerMarksIT {
    @TempDir Path folder;
    private LayerStore store;
    private Path lower;

    @BeforeEach
    void makeLower() throws IOException {
        store = LayerStore.open(folder.resolve("store"), false);
        lower =
                layer(
                        "mkdir -p d/sub e; echo lower > d/f; echo lower > d/sub/g; echo lower > top;"
                                + " echo lower > e/h");
    }

    @AfterEach
    void settle() {
        store.settle();
    }

    /// A layer of all that a script makes.
    private Path layer(String script) throws IOException {
        Path made = Files.createTempDirectory(folder, "made");
        byte[] archive = Layers.shell(made, script + "; tar -c --sort=name .");
        return Layers.unpack(store, archive);
    }

    /// A layer of members in this order.
    private Path ordered(String script, String members) throws IOException {
        Path made = Files.createTempDirectory(folder, "made");
        byte[] archive = Layers.shell(made, script + "; tar -c --no-recursion " + members);
        return Layers.unpack(store, archive);
    }

    /// All paths that a container of the two layers sees.
    private List<String> seen(Path upper) throws IOException {
        Path target = Files.createTempDirectory(folder, "mount");
        try (FileSystemContext context = FileSystemContext.open("overlay")) {
            context.set("lowerdir+", upper.toString());
            context.set("lowerdir+", lower.toString());
            try (DetachedMount mount = context.mount(0)) {
                byte[] list =
                        Layers.shell(
                                target,
                                "cd /proc/%d/fd/%d; find . -mindepth 1 -printf '%%P\\n' | sort"
                                        .formatted(
                                                ProcessHandle.current().pid(),
                                                mount.fd().number()));
                return new String(list, StandardCharsets.UTF_8).lines().toList();
            }
        }
    }

    @Test
    void deletesFilesAndDirectories() throws IOException {
        Path upper = layer("mkdir d; : > .wh.top; : > d/.wh.sub; : > d/.wh.never");
        assertThat(seen(upper)).containsExactly("d", "d/f", "e", "e/h");
    }

    @Test
    void hidesADirectorysContentBeforeAndAfterItsNewFiles() throws IOException {
        Path upper = layer("mkdir d e; echo new > d/a; : > d/.wh..wh..opq; : > e/.wh..wh..opq");
        assertThat(seen(upper)).containsExactly("d", "d/a", "e", "top");
        Path last = ordered("mkdir d; echo new > d/a; : > d/.wh..wh..opq", "d d/a d/.wh..wh..opq");
        assertThat(seen(last)).containsExactly("d", "d/a", "e", "e/h", "top");
    }

    @Test
    void deletesNothingOfItsOwnLayer() throws IOException {
        Path upper = ordered("echo new > top; : > .wh.top", "top .wh.top");
        assertThat(seen(upper)).contains("top");
        assertThat(upper.resolve("top")).hasContent("new");
        Path other = ordered("echo other > top; : > .wh.top", ".wh.top top");
        assertThat(other.resolve("top")).hasContent("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {".wh.d d d/new", "d d/new .wh.d", ".wh.d d/new"})
    void showsOnlyTheNewDirectoryInPlaceOfADeletedOne(String order) throws IOException {
        Path upper = ordered("mkdir d; echo new > d/new; : > .wh.d", order);
        assertThat(seen(upper)).containsExactly("d", "d/new", "e", "e/h", "top");
    }

    @Test
    void passesOverWhatAufsLeft() throws IOException {
        Path upper =
                layer(
                        "mkdir .wh..wh.plnk .wh..wh.orph; : > .wh..wh.aufs; : > .wh..wh.plnk/7.8;"
                                + " echo new > n");
        assertThat(upper.toFile().list()).containsExactly("n");
    }

    @ParameterizedTest
    @ValueSource(strings = {".wh.", ".wh..", ".wh..."})
    void refusesMarksOfNothing(String name) {
        assertThatThrownBy(() -> layer("mkdir d; : > d/" + name))
                .isInstanceOf(Failure.class)
                .hasMessageEndingWith("\"" + name + "\" marks no file as deleted");
    }

    @Test
    void refusesADirectoryThatIsAMark() {
        assertThatThrownBy(() -> layer("mkdir .wh.d; : > .wh.d/f"))
                .hasMessageEndingWith("\".wh.d\" is a mark for a deleted file, and no directory");
    }

    @Test
    void refusesAHardLinkToAMark() {
        assertThatThrownBy(() -> layer(": > .wh.a; ln .wh.a b"))
                .hasMessageEndingWith(
                        "the hard link \"./b\" leads to \"./.wh.a\", which is no file");
    }
}
