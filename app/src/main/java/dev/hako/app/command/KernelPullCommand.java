package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.kernel.KernelArtifact;
import dev.hako.guest.kernel.KernelStore;
import dev.hako.image.registry.Registries;
import dev.hako.image.registry.RegistrySource;
import dev.hako.oci.image.ImageReference;
import java.util.List;

/// `hako kernel pull`
final class KernelPullCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                    "kernel pull",
                    "NAME",
                    "Get a guest kernel from a registry",
                    OptionSet.of(),
                    Order.INTERSPERSED,
                    Count.ONE,
                    List.of(
                            new Example(
                                    "One that somebody has pushed",
                                    "hako kernel pull localhost:5000/team/kernel:7.2")));

    private final KernelStore store;

    KernelPullCommand(KernelStore store) {
        this.store = store;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ImageReference name = ImageReference.parse(invocation.line().arguments().getFirst());
        try (RegistrySource source =
                new Registries().source(name, Registered.access(invocation.caller()))) {
            invocation.output().println(KernelArtifact.pull(source, store).id());
        }
        return Outcome.DONE;
    }
}
