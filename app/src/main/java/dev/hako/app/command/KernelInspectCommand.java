package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.guest.kernel.KernelStore;
import java.util.List;

/// `hako kernel inspect`
final class KernelInspectCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                    "kernel inspect",
                    "KERNEL [KERNEL...]",
                    "Show all there is to know about guest kernels",
                    OptionSet.of(Inspection.FORMAT),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(
                            new Example(
                                    "What one was built with",
                                    "hako kernel inspect -f '{{.Configuration}}' 3f2a")));

    private final KernelStore store;

    KernelInspectCommand(KernelStore store) {
        this.store = store;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        return Inspection.show(invocation, name -> KernelRow.details(store.kernel(name)), _ -> 1);
    }
}
