package dev.hako.network.firewall;

import dev.hako.kernel.netfilter.Expression.Counter;
import dev.hako.kernel.netfilter.MetaKey;
import dev.hako.kernel.netfilter.NftRule;
import dev.hako.kernel.netfilter.NftTable;
import dev.hako.kernel.netfilter.NftTable.Family;
import dev.hako.kernel.netfilter.Nftables;
import dev.hako.kernel.netfilter.RuleEntry;
import dev.hako.kernel.netfilter.Verdict;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.network.bridge.BridgeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What others have to be told, who drop all that passes through the host unless they know it.
///
/// A packet must be accepted by every chain that is asked of it, so our own table cannot let pass
/// what iptables' `FORWARD` drops by its policy. Docker drops by that policy, and leaves its users
/// a chain for exceptions, which it never empties. The rules are byte for byte what `iptables -A
/// DOCKER-USER -i BRIDGE -j ACCEPT` writes, for iptables refuses to list a table with rules that it
/// would not write itself. What may pass is still decided by our own table.
final class Neighbourhood {
    private static final String DOCKERS = "DOCKER-USER";
    private static final String EVERYBODYS = "FORWARD";

    private final Nftables nftables;

    Neighbourhood(Nftables nftables) {
        this.nftables = nftables;
    }

    /// Whether all are told of these networks who have to be.
    boolean isTold(List<BridgeSpec> networks) {
        return Stream.of(Family.IP, Family.IP6)
                .allMatch(family -> missing(family, networks).isEmpty());
    }

    /// Tells those who have not been told.
    void tell(List<BridgeSpec> networks) {
        for (Family family : List.of(Family.IP, Family.IP6)) {
            nftables.commit(missing(family, networks));
        }
    }

    private List<NetlinkRequest> missing(Family family, List<BridgeSpec> networks) {
        NftTable table = new NftTable(family, "filter");
        List<BridgeSpec> concerned = networks.stream().filter(n -> speaks(n, family)).toList();
        Optional<String> chain = concerned.isEmpty() ? Optional.empty() : chain(table);
        if (chain.isEmpty()) {
            return List.of();
        }
        List<RuleEntry> there = nftables.rules(table);
        return concerned.stream()
                .flatMap(network -> rules(chain.get(), network.interfaceName()).stream())
                .filter(rule -> there.stream().noneMatch(entry -> entry.is(rule)))
                .map(table::insert)
                .toList();
    }

    private static boolean speaks(BridgeSpec network, Family family) {
        return family == Family.IP6 ? network.hasIpv6() : network.hasIpv4();
    }

    private Optional<String> chain(NftTable table) {
        if (nftables.policy(table, DOCKERS).isPresent()) {
            return Optional.of(DOCKERS);
        }
        return nftables.policy(table, EVERYBODYS).filter(Verdict.DROP::equals).map(_ -> EVERYBODYS);
    }

    /// Takes back what was told of a network.
    void untell(String bridge) {
        for (Family family : List.of(Family.IP, Family.IP6)) {
            NftTable table = new NftTable(family, "filter");
            List<NftRule> ours = new ArrayList<>(rules(DOCKERS, bridge));
            ours.addAll(rules(EVERYBODYS, bridge));
            List<NetlinkRequest> removals =
                    nftables.rules(table).stream()
                            .filter(entry -> ours.stream().anyMatch(entry::is))
                            .map(entry -> table.delete(entry.chain(), entry.handle()))
                            .toList();
            nftables.commit(removals);
        }
    }

    private static List<NftRule> rules(String chain, String bridge) {
        return Stream.of(MetaKey.IIFNAME, MetaKey.OIFNAME)
                .map(side -> Match.interfaceNamed(side, bridge))
                .map(match -> Rules.and(match, List.of(new Counter())))
                .map(match -> Rules.rule(chain, Verdict.ACCEPT, match))
                .toList();
    }
}
