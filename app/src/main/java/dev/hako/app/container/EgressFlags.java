package dev.hako.app.container;

import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.engine.config.ConfigChange.EgressChange;
import dev.hako.engine.config.EgressOptions;
import dev.hako.failure.Failure;
import dev.hako.network.egress.EgressRule;
import java.util.List;
import java.util.Optional;

/// Where a container may send.
public final class EgressFlags {
    private static final Option<Boolean> EGRESS =
            Option.of(
                    "--egress",
                    "allow|deny",
                    EgressFlags::denies,
                    "Whether it may send anywhere, or only where --egress-allow says");
    private static final Option<EgressRule> ALLOW =
            Option.of(
                    "--egress-allow",
                    "WHERE",
                    EgressRule::parse,
                    "Let it send there, and nowhere else: example.com, *.example.com:443,"
                            + " 192.0.2.0/24:53/udp, [2001:db8::1]:443");

    /// All of them.
    public static final List<Option<?>> ALL = List.of(EGRESS, ALLOW);

    private EgressFlags() {}

    private static boolean denies(String text) {
        return switch (text) {
            case "allow" -> false;
            case "deny" -> true;
            default ->
                    throw Failure.invalid("it is neither allow nor deny")
                            .hint("what is to be allowed says --egress-allow");
        };
    }

    /// What the line asks for; empty: it may send anywhere.
    ///
    /// @throws Failure `INVALID` if everything is allowed, and something besides
    public static Optional<EgressOptions> read(ParsedLine line) {
        List<EgressRule> rules = line.values(ALLOW);
        boolean denied = line.value(EGRESS).orElse(!rules.isEmpty());
        if (!denied && !rules.isEmpty()) {
            throw Failure.invalid("conflicting options: --egress allow and --egress-allow")
                    .hint("leave out --egress, which is deny then");
        }
        return denied ? Optional.of(new EgressOptions(rules)) : Optional.empty();
    }

    /// What is to be otherwise; empty if the line says nothing of it.
    public static Optional<EgressChange> change(ParsedLine line) {
        return ALL.stream().anyMatch(line::has)
                ? Optional.of(new EgressChange(read(line)))
                : Optional.empty();
    }
}
