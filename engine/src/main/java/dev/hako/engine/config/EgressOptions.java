package dev.hako.engine.config;

import dev.hako.failure.Failure;
import dev.hako.network.egress.EgressRule;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// Where a container may send: nowhere but where rules say.
///
/// @param rules in any order; none: nowhere at all
public record EgressOptions(List<EgressRule> rules) {
    private static final int MOST_RULES = 256;

    public EgressOptions {
        rules = rules.stream().distinct().toList();
        if (rules.size() > MOST_RULES) {
            throw Failure.invalid("more than " + MOST_RULES + " rules for egress")
                    .hint("name a domain with *. or a larger range of addresses");
        }
    }

    /// The rules that are for a name, which is in lower case and ends without a dot.
    public List<EgressRule.Domain> rulesFor(String name) {
        return rules.stream()
                .flatMap(rule ->
                        rule instanceof EgressRule.Domain domain
                                ? Stream.of(domain)
                                : Stream.empty())
                .filter(domain -> domain.covers(name))
                .toList();
    }

    /// Those for addresses.
    public List<EgressRule.Range> ranges() {
        return rules.stream()
                .flatMap(rule ->
                        rule instanceof EgressRule.Range range ? Stream.of(range) : Stream.empty())
                .toList();
    }

    /// Whether a rule is for some port of an address.
    public boolean reaches(InetAddress address) {
        return ranges().stream().anyMatch(range -> range.subnet().contains(address));
    }
}
