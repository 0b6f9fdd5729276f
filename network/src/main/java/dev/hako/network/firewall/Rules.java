package dev.hako.network.firewall;

import dev.hako.kernel.netfilter.Expression;
import dev.hako.kernel.netfilter.Expression.Decide;
import dev.hako.kernel.netfilter.NftRule;
import dev.hako.kernel.netfilter.Verdict;
import java.util.ArrayList;
import java.util.List;

/// Puts rules together.
final class Rules {
    private Rules() {}

    /// Both matches, which a packet must pass.
    static List<Expression> and(List<Expression> one, List<Expression> other) {
        List<Expression> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    /// A rule that decides about what passes a match.
    static NftRule rule(String chain, Verdict verdict, List<Expression> match) {
        return rule(chain, new Decide(verdict), match);
    }

    /// A rule that does something with what passes a match.
    static NftRule rule(String chain, Expression last, List<Expression> match) {
        return new NftRule(chain, and(match, List.of(last)));
    }
}
