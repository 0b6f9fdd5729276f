package dev.hako.app.manual;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.Option;
import dev.hako.app.product.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The manual page of one command.
record CommandPage(CommandForm form) {
    private static final Pattern ARGUMENT = Pattern.compile("\\[[^]]*]|\\S+");

    /// The name that the page is looked up by.
    String name() {
        return "hako-" + form.name().replace(' ', '-');
    }

    /// @param others all commands, some of which the page points to
    String text(List<CommandForm> others) {
        Mdoc page = new Mdoc(name(), Installation.VERSION);
        page.section("NAME");
        page.macro("Nm", name());
        page.macro("Nd", lower(form.summary()));
        page.section("SYNOPSIS");
        synopsis(page);
        page.section("DESCRIPTION");
        description(page);
        page.section("OPTIONS");
        options(page);
        Surroundings.environment(page);
        Surroundings.files(page);
        page.section("EXIT STATUS");
        ExitCodes.of(form.name()).write(page);
        examples(page);
        seeAlso(page, others);
        return page.toString();
    }

    private static String lower(String sentence) {
        return Mdoc.plain(
                sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1));
    }

    private void synopsis(Mdoc page) {
        page.macro("Nm", "hako " + form.name());
        page.macro("Op", "Ar OPTIONS");
        Matcher argument = ARGUMENT.matcher(form.arguments());
        while (argument.find()) {
            String word = argument.group();
            boolean optional = word.startsWith("[");
            String bare = optional ? word.substring(1, word.length() - 1) : word;
            page.macro(optional ? "Op" : "Ar", (optional ? "Ar " : "") + Mdoc.word(bare));
        }
    }

    private void description(Mdoc page) {
        page.prose(form.summary() + ".");
        Optional<String> more = Descriptions.of(form.name());
        if (more.isPresent()) {
            page.macro("Pp", "");
            page.prose(more.get());
        }
        if (form.order() == CommandForm.Order.OPTIONS_FIRST) {
            page.macro("Pp", "");
            page.prose(
                    "Options come before the first argument: what follows it belongs to the"
                            + " program.");
        }
    }

    private void options(Mdoc page) {
        page.macro("Bl", "-tag -width Ds");
        for (Option<?> option : form.options().sorted()) {
            List<String> names = new ArrayList<>();
            option.names().forEach(name -> names.add("Fl " + Mdoc.plain(name.substring(1))));
            String value = option.isFlag() ? "" : " Ar " + Mdoc.word(option.valueName());
            page.macro("It", String.join(" , ", names) + value);
            page.prose(option.help() + ".");
        }
        page.macro("El", "");
    }

    private void examples(Mdoc page) {
        page.section("EXAMPLES");
        boolean first = true;
        for (CommandForm.Example example : form.examples()) {
            if (!first) {
                page.macro("Pp", "");
            }
            first = false;
            page.prose(example.purpose() + (example.purpose().endsWith("?") ? "" : ":"));
            page.literal(List.of("$ " + example.line()));
        }
    }

    /// The overview, commands of the same group, and those that the examples use.
    private void seeAlso(Mdoc page, List<CommandForm> others) {
        page.section("SEE ALSO");
        Set<String> names = new TreeSet<>();
        for (CommandForm other : others) {
            if (!other.name().equals(form.name()) && isRelated(other)) {
                names.add(new CommandPage(other).name());
            }
        }
        List<String> all = new ArrayList<>(List.of("hako"));
        all.addAll(names);
        for (int i = 0; i < all.size(); i++) {
            page.macro("Xr", all.get(i) + " 1" + (i < all.size() - 1 ? " ," : ""));
        }
    }

    private boolean isRelated(CommandForm other) {
        int space = form.name().indexOf(' ');
        boolean sameGroup =
                space > 0 && other.name().startsWith(form.name().substring(0, space + 1));
        return sameGroup
                || form.examples().stream()
                        .anyMatch(
                                each -> (each.line() + " ").contains("hako " + other.name() + " "))
                || other.examples().stream()
                        .anyMatch(
                                each -> (each.line() + " ").contains("hako " + form.name() + " "));
    }
}
