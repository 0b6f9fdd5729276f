package dev.hako.guest.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A source tree with the targets that a build of Linux needs, and a real compiler behind them, but
/// with a program of a few lines.
final class FakeLinux {
    private static final String PROGRAM =
            """
            void _start(void)
            {
                __asm__ volatile("syscall" :: "a"(60), "D"(0));
            }
            """;
    private static final String MAKEFILE =
            """
            tinyconfig:
            \techo CONFIG_TINY=y > $(O)/.config
            olddefconfig:
            \tsed -i -e '/=n$$/d' DROPPED $(O)/.config
            kernelrelease:
            \t@echo VERSION
            linux:
            \techo made >> JOURNAL
            \t@echo '  CC      main.o'
            \tSTEP
            \tLINK -o $(O)/linux main.c
            """;

    private final Path folder;
    private String version = "7.2.13-hako";
    private String step = "true";
    private String dropped = "";
    private String link = "gcc -static -nostdlib";

    private FakeLinux(Path folder) {
        this.folder = folder;
    }

    /// @param folder the tree's, which does not exist; beside it a journal is written
    static FakeLinux in(Path folder) throws IOException {
        Files.createDirectory(folder);
        return new FakeLinux(folder).write();
    }

    FakeLinux ofVersion(String other) throws IOException {
        version = other;
        return write();
    }

    /// With a command that is run before the program is linked.
    FakeLinux doing(String command) throws IOException {
        step = command;
        return write();
    }

    /// With another linker.
    FakeLinux linking(String command) throws IOException {
        link = command;
        return write();
    }

    /// Without an option.
    FakeLinux dropping(String option) throws IOException {
        dropped = "-e '/^" + option + "=/d'";
        return write();
    }

    private FakeLinux write() throws IOException {
        Files.writeString(folder.resolve("main.c"), PROGRAM);
        Files.writeString(
                folder.resolve("Makefile"),
                MAKEFILE.replace("DROPPED", dropped)
                        .replace("VERSION", version)
                        .replace("JOURNAL", journal().toString())
                        .replace("STEP", step)
                        .replace("LINK", link));
        return this;
    }

    KernelSource source() {
        return KernelSource.at(folder);
    }

    /// How often a program was made of it.
    long builds() throws IOException {
        if (!Files.exists(journal())) {
            return 0;
        }
        return Files.readAllLines(journal()).size();
    }

    private Path journal() {
        return folder.resolveSibling(folder.getFileName() + ".journal");
    }
}
