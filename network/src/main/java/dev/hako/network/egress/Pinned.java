package dev.hako.network.egress;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.netfilter.NftSet;
import dev.hako.kernel.netfilter.NftSet.Element;
import dev.hako.kernel.netfilter.NftTable;
import dev.hako.kernel.netfilter.Nftables;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.network.address.Addresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is pinned for boxes in a table. Whoever uses it has the socket for himself.
record Pinned(Nftables nftables, NftTable table) {
    /// What is pinned for a box, but for addresses that are not of the world.
    Map<NftSet, List<Element>> lasting(BoxRuleset ruleset) {
        Map<NftSet, List<Element>> pinned = new LinkedHashMap<>();
        for (NftSet set : ruleset.sets()) {
            List<Element> elements =
                    nftables.elements(table, set).stream().filter(Pinned::isLasting).toList();
            if (!elements.isEmpty()) {
                pinned.put(set, elements);
            }
        }
        return pinned;
    }

    /// An address of a network of this host may have become another box's while no engine looked.
    private static boolean isLasting(Element pinned) {
        InetAddress address = Addresses.of(pinned.key().parts().getFirst());
        return pinned.lasts().isPositive() && SpecialAddresses.words(address).isEmpty();
    }

    /// Pins addresses for a time, which begins anew for those that are pinned already.
    ///
    /// @throws Failure `EXHAUSTED` if there are too many of them
    void add(BoxRuleset ruleset, List<Pin> pins) {
        Map<NftSet, List<Element>> elements = ruleset.elements(pins);
        // An element that is there keeps its time when it is added again: so it goes first, and is
        // there for that.
        List<NetlinkRequest> requests =
                new ArrayList<>(EgressTables.changes(table, elements, true));
        requests.addAll(EgressTables.changes(table, elements, false));
        requests.addAll(EgressTables.changes(table, elements, true));
        try {
            nftables.commit(requests);
        } catch (KernelException e) {
            throw e.is(Errno.ENFILE)
                    ? Failure.of(
                            Failure.Kind.EXHAUSTED,
                            "more than " + BoxRuleset.MOST_PINS + " addresses are let through")
                    : e.during("cannot let addresses through");
        }
    }

    /// What takes an address away from those that are pinned for a box.
    List<NetlinkRequest> removal(BoxRuleset ruleset, InetAddress address) {
        byte[] bytes = address.getAddress();
        List<NetlinkRequest> requests = new ArrayList<>();
        for (NftSet set : ruleset.sets()) {
            List<Element> own =
                    nftables.elements(table, set).stream()
                            .filter(each -> Arrays.equals(each.key().parts().getFirst(), bytes))
                            .toList();
            requests.addAll(table.remove(set, own));
        }
        return requests;
    }
}
