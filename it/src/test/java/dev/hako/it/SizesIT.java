package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How large containers are.
@NeedsRoot
@NeedsProgram("busybox")
class SizesIT {
    private static final Hako HAKO = Hako.ofThisUser();
    private static final Path TREE = HAKO.place().resolve("tree");

    @BeforeAll
    static void makeRoot() throws IOException {
        BusyboxTree.make(TREE, 0);
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    @Test
    void tellsWhatAContainerHasWritten() {
        String write = "dd if=/dev/zero of=/file bs=1000 count=123";
        HAKO.run("run", "--name", "wrote", "rootfs:" + TREE, "sh", "-c", write);
        String[] bytes =
                HAKO.answer("inspect", "-s", "-f", "{{.SizeRw}} {{.SizeRootFs}}", "wrote")
                        .split(" ", -1);
        assertThat(bytes[0]).isEqualTo("123000");
        assertThat(Long.parseLong(bytes[1])).isGreaterThan(123_000 + 500_000); // with busybox
        assertThat(HAKO.answer("ps", "-as", "--format", "{{.Size}}", "--filter", "name=wrote"))
                .matches("123kB \\(virtual [0-9.]+MB\\)");
        assertThat(HAKO.answer("ps", "-as", "--filter", "name=wrote"))
                .contains("SIZE")
                .contains("123kB (virtual ");
        assertThat(HAKO.answer("ps", "-a", "--filter", "name=wrote")).doesNotContain("SIZE");
    }

    @Test
    void doesNotCountTheMachinesOwnFiles() {
        HAKO.answer("run", "--name", "host", "host", "true");
        String[] bytes =
                HAKO.answer("inspect", "-s", "-f", "{{.SizeRw}} {{.SizeRootFs}}", "host")
                        .split(" ", -1);
        assertThat(bytes[0]).isEqualTo("0");
        assertThat(Long.parseLong(bytes[1])).isLessThan(10_000_000);
    }
}
