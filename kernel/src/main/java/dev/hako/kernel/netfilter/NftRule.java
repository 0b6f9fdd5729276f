package dev.hako.kernel.netfilter;

import java.util.List;

/// A rule of a chain: instructions, the last of which usually decides.
public record NftRule(String chain, List<Expression> expressions) {
    public NftRule {
        expressions = List.copyOf(expressions);
    }
}
