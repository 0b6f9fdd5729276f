package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.failure.Failure;
import dev.hako.guest.kernel.GuestKernel;
import dev.hako.guest.kernel.KernelStore;
import java.util.List;

/// `hako kernel rm`
final class KernelRmCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                    "kernel rm",
                    "KERNEL [KERNEL...]",
                    "Remove guest kernels",
                    OptionSet.of(),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(new Example("By the first digits of its id", "hako kernel rm 3f2a")));

    private final KernelStore store;

    KernelRmCommand(KernelStore store) {
        this.store = store;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        boolean failed = false;
        for (String reference : invocation.line().arguments()) {
            try {
                GuestKernel kernel = store.kernel(reference);
                store.remove(kernel);
                invocation.output().println(kernel.id());
            } catch (Failure e) {
                invocation.output().complain(e);
                failed = true;
            }
        }
        return new Outcome.Exit(failed ? 1 : 0);
    }
}
