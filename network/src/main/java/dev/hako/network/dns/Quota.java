package dev.hako.network.dns;

import java.util.HashMap;
import java.util.Map;

/// So many for one asker, so many for his network, and so many for all.
final class Quota {
    private final int each;
    private final int ofNetwork;
    private final int all;
    private final Map<Object, Integer> taken = new HashMap<>();
    private int sum;

    Quota(int each, int ofNetwork, int all) {
        this.each = each;
        this.ofNetwork = ofNetwork;
        this.all = all;
    }

    /// Takes one, if there is one.
    boolean take(Asker asker) {
        if (sum >= all || taken(asker.network()) >= ofNetwork || taken(asker) >= each) {
            return false;
        }
        taken.merge(asker, 1, Integer::sum);
        taken.merge(asker.network(), 1, Integer::sum);
        sum++;
        return true;
    }

    private int taken(Object by) {
        return taken.getOrDefault(by, 0);
    }

    /// Gives one back.
    void give(Asker asker) {
        less(asker);
        less(asker.network());
        sum--;
    }

    private void less(Object by) {
        taken.computeIfPresent(by, (_, count) -> count > 1 ? count - 1 : null);
    }
}
