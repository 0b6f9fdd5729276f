package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.UsageException;
import dev.hako.app.completion.Script;
import java.util.List;

/// `hako completion`
final class CompletionCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                            "completion",
                            "bash|zsh|fish",
                            "Print the script that completes command lines in a shell",
                            OptionSet.of(),
                            Order.INTERSPERSED,
                            Count.ONE,
                            List.of(
                                    new Example(
                                            "Complete in this bash",
                                            "source <(hako completion bash)"),
                                    new Example(
                                            "Complete in this zsh, after its compinit",
                                            "source <(hako completion zsh)"),
                                    new Example(
                                            "Complete in every fish from now on",
                                            "hako completion fish >"
                                                    + " ~/.config/fish/completions/hako.fish")))
                    .offering(List.of(new Candidates.Words(Script.SHELLS)));

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        String shell = invocation.line().arguments().getFirst();
        if (!Script.SHELLS.contains(shell)) {
            throw UsageException.of(
                    "no script for \"" + shell + "\"; hint: there are bash, zsh and fish");
        }
        invocation.output().print(Script.of(shell));
        return Outcome.DONE;
    }
}
