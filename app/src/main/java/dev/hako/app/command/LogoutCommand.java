package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.RegistryHost;
import dev.hako.image.registry.configuration.Environment;
import dev.hako.image.registry.credential.DockerCredentials;
import java.util.List;

/// `hako logout`
final class LogoutCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                    "logout",
                    "[SERVER]",
                    "Log out of a registry",
                    OptionSet.of(),
                    Order.INTERSPERSED,
                    Count.atMost(1),
                    List.of(
                            new Example(
                                    "Leave no password behind on a shared machine",
                                    "hako logout registry.example")));

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        String registry =
                invocation.line().arguments().stream()
                        .findFirst()
                        .map(RegistryHost::parse)
                        .orElse(RegistryHost.DOCKER_HUB);
        Environment environment = Environment.of(invocation.caller().environment());
        boolean was = DockerCredentials.of(environment).erase(registry);
        invocation
                .output()
                .println(
                        (was ? "Removing login credentials for " : "Not logged in to ") + registry);
        return Outcome.DONE;
    }
}
