package dev.hako.app.manual;

import java.util.List;

/// What every command looks at besides its line.
final class Surroundings {
    private record Item(String name, String meaning) {}

    private static final List<Item> VARIABLES =
            List.of(
                    new Item("HAKO_ROOT", "Directory of what survives a reboot."),
                    new Item("HAKO_RUN", "Directory of sockets and of what does not survive."),
                    new Item(
                            "HAKO_NETWORK",
                            "Network of containers that name none; bridge if not set."),
                    new Item(
                            "HAKO_IDLE_MINUTES",
                            "How long an engine that started by itself stays idle; 10 if not set, 0"
                                    + " for ever."),
                    new Item("NO_COLOR", "If set, nothing is coloured."),
                    new Item("TZ", "Time zone that times are shown in."));
    private static final List<Item> FILES =
            List.of(
                    new Item("/var/lib/hako", "What root's containers are; it survives a reboot."),
                    new Item("/run/hako", "Sockets, and root file systems while they are used."),
                    new Item(
                            "$XDG_DATA_HOME/hako",
                            "The same as the first for an ordinary user; below `~/.local/share` if"
                                    + " the variable is not set."),
                    new Item(
                            "$XDG_RUNTIME_DIR/hako",
                            "The same as the second for an ordinary user."));

    private Surroundings() {}

    static void environment(Mdoc page) {
        page.section("ENVIRONMENT");
        list(page, "Ev", VARIABLES);
    }

    static void files(Mdoc page) {
        page.section("FILES");
        list(page, "Pa", FILES);
    }

    private static void list(Mdoc page, String macro, List<Item> items) {
        page.macro("Bl", "-tag -width Ds");
        for (Item item : items) {
            page.macro("It", macro + " " + item.name);
            page.prose(item.meaning);
        }
        page.macro("El", "");
    }
}
