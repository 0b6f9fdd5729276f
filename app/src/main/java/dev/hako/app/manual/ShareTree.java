package dev.hako.app.manual;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.command.CommandForms;
import dev.hako.app.completion.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes what belongs below an installation's `share`: manual pages and scripts of shells, each
/// where it is looked for.
public final class ShareTree {
    private ShareTree() {}

    /// Writes the tree.
    ///
    /// @param arguments the folder, which need not exist
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]));
    }

    static void write(Path share) throws IOException {
        Path manual = share.resolve("man/man1");
        file(manual.resolve("hako.1"), OverviewPage.text(CommandForms.ALL));
        for (CommandForm form : CommandForms.ALL) {
            CommandPage page = new CommandPage(form);
            file(manual.resolve(page.name() + ".1"), page.text(CommandForms.ALL));
        }
        file(share.resolve("bash-completion/completions/hako"), Script.of("bash"));
        file(share.resolve("zsh/site-functions/_hako"), Script.of("zsh"));
        file(share.resolve("fish/vendor_completions.d/hako.fish"), Script.of("fish"));
    }

    private static void file(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
