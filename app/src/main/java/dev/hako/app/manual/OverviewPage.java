package dev.hako.app.manual;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.product.Installation;
import java.util.List;

/// The manual page of `hako` itself.
final class OverviewPage {
    private OverviewPage() {}

    static String text(List<CommandForm> forms) {
        Mdoc page = new Mdoc("hako", Installation.VERSION);
        page.section("NAME");
        page.macro("Nm", "hako");
        page.macro("Nd", "a container engine in which isolation is a choice");
        page.section("SYNOPSIS");
        page.macro("Nm", "");
        page.macro("Ar", "COMMAND");
        page.macro("Op", "Ar OPTIONS");
        page.macro("Op", "Ar ARG...");
        page.macro("Nm", "");
        page.macro("Fl", "-version");
        page.section("DESCRIPTION");
        page.prose(Descriptions.of("hako").orElseThrow());
        page.section("COMMANDS");
        page.macro("Bl", "-tag -width Ds");
        for (CommandForm form : forms) {
            page.macro("It", "Xr " + new CommandPage(form).name() + " 1");
            page.prose(form.summary() + ".");
        }
        page.macro("El", "");
        Surroundings.environment(page);
        Surroundings.files(page);
        page.section("EXIT STATUS");
        ExitCodes.of("hako").write(page);
        page.section("EXAMPLES");
        page.prose("Run a program in a container that is gone afterwards:");
        page.literal(List.of("$ hako run --rm host echo hello"));
        page.macro("Pp", "");
        page.prose("See whether this machine is ready:");
        page.literal(List.of("$ hako doctor"));
        page.section("SEE ALSO");
        page.macro("Xr", "capabilities 7 ,");
        page.macro("Xr", "cgroups 7 ,");
        page.macro("Xr", "namespaces 7");
        return page.toString();
    }
}
