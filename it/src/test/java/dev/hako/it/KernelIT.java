package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Guest kernels by the command, built of a small source by the machine's real tools: as root, and
/// as a user who owns one id and nothing else.
@NeedsRoot
@NeedsProgram({"bash", "bc", "bison", "flex", "gcc", "make", "setpriv", "strip", "xz"})
class KernelIT {
    private static final int UID = 64_037;
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Hako HAKO = Hako.ofThisUser();
    private static final Hako USER = Hako.ofUser(UID);

    @BeforeAll
    static void writeSources() throws IOException {
        writeSource(HAKO);
        writeSource(USER);
    }

    /// What a build of Linux asks of a source, with a program of one instruction.
    private static void writeSource(Hako hako) throws IOException {
        Path folder = Files.createDirectory(hako.place().resolve("linux"));
        Files.writeString(folder.resolve("main.c"), "void _start(void) { __builtin_trap(); }\n");
        Files.writeString(
                folder.resolve("Makefile"),
                """
                tinyconfig:
                \techo CONFIG_TINY=y > $(O)/.config
                olddefconfig:
                \tsed -i '/=n$$/d' $(O)/.config
                kernelrelease:
                \t@echo 7.2.13-hako
                linux:
                \t@echo '  CC      main.o'
                \tif [ -e ../pids ]; then sleep 1000 & echo $$! > ../pids; wait; fi
                \tgcc -static -nostdlib -o $(O)/linux main.c
                """);
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
        USER.close();
    }

    @Test
    void buildsListsShowsAndRemovesAKernel() {
        Result built = HAKO.shell("hako kernel build --source linux");
        assertThat(built.status()).as(built.error()).isZero();
        String id = built.output().strip();
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(built.error())
                .isEqualTo(
                        "looking at the source\nconfiguring %s/linux\ncompiling Linux 7.2.13-hako\nstoring\n"
                                .formatted(HAKO.place()));

        assertThat(HAKO.shell("hako kernel build --source linux").output().strip()).isEqualTo(id);
        String start = id.substring(0, 12);
        assertThat(HAKO.answer("kernel", "ls", "-q")).isEqualTo(start);
        assertThat(HAKO.answer("kernel", "ls").lines().toList().getLast())
                .startsWith(start + "   7.2.13-hako   " + HAKO.place() + "/linux");
        String program = HAKO.answer("kernel", "inspect", "-f", "{{.Program}}", start);
        assertThat(HAKO.shell("sha256sum " + program).output()).startsWith(id);
        assertThat(HAKO.answer("kernel", "rm", start)).isEqualTo(id);
        assertThat(HAKO.answer("kernel", "ls", "-q")).isEmpty();
        assertThat(HAKO.run("kernel", "rm", start).error())
                .isEqualTo(
                        "hako: no guest kernel \"%s\"; hint: `hako kernel ls` lists them, and `hako kernel build` makes one\n"
                                .formatted(start));
    }

    @Test
    void buildsForAnOrdinaryUser() {
        Result built = USER.shell("hako kernel build --source linux && hako kernel ls -q");
        assertThat(built.status()).as(built.error()).isZero();
        assertThat(built.output()).matches("([0-9a-f]{12})[0-9a-f]{52}\n\\1\n");
    }

    @Test
    void saysWhatIsNoSource() {
        assertThat(HAKO.run("kernel", "build", "--source", "nowhere").error())
                .isEqualTo("hako: no source \"%s/nowhere\"\n".formatted(HAKO.place()));
        assertThat(HAKO.shell("mkdir -p empty; hako kernel build --source empty").error())
                .contains("neither a tarball nor a tree with a Makefile");
    }

    @Test
    void endsABuildWithItsClient() throws IOException {
        try (Hako hako = Hako.ofThisUser()) {
            writeSource(hako);
            Path pids = Files.writeString(hako.place().resolve("pids"), "");
            Process client = hako.start("kernel", "build", "--source", "linux");
            Await.until("it compiles", DEADLINE, () -> !Files.readString(pids).isBlank());
            Path sleeper = Path.of("/proc", Files.readString(pids).strip());
            client.destroy();
            Await.until("the compiler is gone", DEADLINE, () -> !Files.exists(sleeper));
            Path building = hako.place().resolve("root/kernels/building");
            Await.until("its folder is gone", DEADLINE, () -> !Files.exists(building));
        }
    }
}
