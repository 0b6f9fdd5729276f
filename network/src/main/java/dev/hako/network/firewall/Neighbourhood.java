package dev.hako.network.firewall;

import dev.hako.kernel.netfilter.Expression;
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
import dev.hako.network.port.TransportProtocol;
import java.util.List;
import java.util.stream.Stream;

/// What others have to be told, who drop all that passes through the host unless they know it.
///
/// A packet must be accepted by every chain that is asked of it, so our own table cannot let pass
/// what iptables' `FORWARD` drops by its policy. Docker drops by that policy, and leaves its users
/// a chain for exceptions, which it never empties. The rules are byte for byte what `iptables -A
/// DOCKER-USER -i BRIDGE -j ACCEPT` writes, for iptables refuses to list a table with rules that it
/// would not write itself.
///
/// firewalld rejects what passes from or to interfaces of no zone, and what comes to the host from
/// them but what its zone for all others lets in. Its table is one of nftables, from which it takes
/// nothing away that others have written until it makes all of it anew; then it is told again.
///
/// What may pass is still decided by our own table.
final class Neighbourhood {
    private static final String DOCKERS = "DOCKER-USER";
    private static final String EVERYBODYS = "FORWARD";
    private static final NftTable FIREWALLD = new NftTable(Family.INET, "firewalld");
    private static final String PASSING = "filter_FORWARD";
    private static final String ARRIVING = "filter_INPUT";
    private static final int DNS = 53;

    private final Nftables nftables;

    Neighbourhood(Nftables nftables) {
        this.nftables = nftables;
    }

    /// Whether all are told of these networks who have to be.
    boolean isTold(List<BridgeSpec> networks) {
        return tables().allMatch(table -> missing(table, networks).isEmpty());
    }

    /// Tells those who have not been told.
    void tell(List<BridgeSpec> networks) {
        tables().forEach(table -> nftables.commit(missing(table, networks)));
    }

    private static Stream<NftTable> tables() {
        return Stream.of(
                new NftTable(Family.IP, "filter"), new NftTable(Family.IP6, "filter"), FIREWALLD);
    }

    private List<NetlinkRequest> missing(NftTable table, List<BridgeSpec> networks) {
        List<BridgeSpec> concerned =
                networks.stream().filter(network -> concerns(table, network)).toList();
        List<String> chains = concerned.isEmpty() ? List.of() : chains(table);
        if (chains.isEmpty()) {
            return List.of();
        }
        List<RuleEntry> there = nftables.rules(table);
        return concerned.stream()
                .flatMap(network -> rules(chains, network.interfaceName()))
                .filter(rule -> there.stream().noneMatch(entry -> entry.is(rule)))
                .map(table::insert)
                .toList();
    }

    private static boolean concerns(NftTable table, BridgeSpec network) {
        return switch (table.family()) {
            case IP -> network.hasIpv4();
            case IP6 -> network.hasIpv6();
            case INET -> true;
            case BRIDGE -> false;
        };
    }

    /// Those of a table in which networks have to be told of.
    private List<String> chains(NftTable table) {
        if (table.equals(FIREWALLD)) {
            return Stream.of(PASSING, ARRIVING)
                    .filter(chain -> nftables.policy(table, chain).isPresent())
                    .toList();
        }
        if (nftables.policy(table, DOCKERS).isPresent()) {
            return List.of(DOCKERS);
        }
        return nftables.policy(table, EVERYBODYS).filter(Verdict.DROP::equals).isPresent()
                ? List.of(EVERYBODYS)
                : List.of();
    }

    /// Takes back what was told of a network.
    void untell(String bridge) {
        List<NftRule> ours =
                rules(List.of(DOCKERS, EVERYBODYS, PASSING, ARRIVING), bridge).toList();
        tables().forEach(table ->
                nftables.commit(
                        nftables.rules(table).stream()
                                .filter(entry -> ours.stream().anyMatch(entry::is))
                                .map(entry -> table.delete(entry.chain(), entry.handle()))
                                .toList()));
    }

    private static Stream<NftRule> rules(List<String> chains, String bridge) {
        return chains.stream()
                .flatMap(chain ->
                        chain.equals(ARRIVING) ? questions(bridge) : passing(chain, bridge));
    }

    private static Stream<NftRule> passing(String chain, String bridge) {
        return Stream.of(MetaKey.IIFNAME, MetaKey.OIFNAME)
                .map(side -> accept(chain, Match.interfaceNamed(side, bridge)));
    }

    /// What a network's name server is asked.
    private static Stream<NftRule> questions(String bridge) {
        List<Expression> came = Match.interfaceNamed(MetaKey.IIFNAME, bridge);
        return Stream.of(TransportProtocol.UDP, TransportProtocol.TCP)
                .map(protocol ->
                        accept(ARRIVING, Rules.and(came, Match.isTo(protocol.number(), DNS))));
    }

    private static NftRule accept(String chain, List<Expression> match) {
        return Rules.rule(chain, Verdict.ACCEPT, Rules.and(match, List.of(new Counter())));
    }
}
