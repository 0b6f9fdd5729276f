package dev.hako.kernel.netfilter;

import static dev.hako.kernel.netfilter.NfTables.*;

import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NetlinkSocket;
import dev.hako.kernel.netlink.Attributes;
import dev.hako.kernel.netlink.Netlink;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.kernel.netlink.NetlinkRequest.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The packet filter of a network namespace: nf_tables, nft(8).
///
/// It serves one thread at a time.
public final class Nftables implements AutoCloseable {
    private static final Verb GET_GENERATION =
            new Verb(
                    "NFT_MSG_GETGEN",
                    Nfnetlink.type(Nfnetlink.NFNL_SUBSYS_NFTABLES, NFT_MSG_GETGEN),
                    0);

    private final Netlink netlink;

    private Nftables(Netlink netlink) {
        this.netlink = netlink;
    }

    /// Opens a socket in this thread's network namespace.
    public static Nftables open() {
        return new Nftables(Netlink.open(NetlinkSocket.NETLINK_NETFILTER));
    }

    /// Makes changes, all of them or none.
    ///
    /// @throws KernelException for the first that the kernel refuses
    public void commit(List<NetlinkRequest> changes) {
        if (changes.isEmpty()) {
            return;
        }
        List<NetlinkRequest> batch = new ArrayList<>();
        batch.add(Nfnetlink.begin(Nfnetlink.NFNL_SUBSYS_NFTABLES));
        batch.addAll(changes);
        netlink.exchange(batch, List.of(Nfnetlink.end(Nfnetlink.NFNL_SUBSYS_NFTABLES)));
    }

    int port() {
        return netlink.port();
    }

    /// Listens to what others change in this network namespace from now on.
    public RulesetChanges changesByOthers() {
        return RulesetChanges.listen(netlink.port());
    }

    /// The number of the last change that anybody made.
    public int generation() {
        byte[] fixed = Nfnetlink.nfgenmsg(Nfnetlink.NFPROTO_UNSPEC, 0);
        return netlink.exchange(GET_GENERATION.about("generation", fixed)).stream()
                .flatMapToInt(
                        answer -> answer.attributes(Nfnetlink.NFGENMSG).be32(NFTA_GEN_ID).stream())
                .findFirst()
                .orElse(0);
    }

    /// Whether a table is there.
    public boolean has(NftTable table) {
        return find(table.find()).isPresent();
    }

    /// What a base chain does with what no rule is for: `NF_ACCEPT` or `NF_DROP`; nothing if there
    /// is no such chain.
    public Optional<Verdict> policy(NftTable table, String chain) {
        return find(table.find(chain))
                .map(attributes -> attributes.be32(NFTA_CHAIN_POLICY).orElse(NF_ACCEPT))
                .map(code -> code == NF_ACCEPT ? Verdict.ACCEPT : Verdict.DROP);
    }

    private Optional<Attributes> find(NetlinkRequest request) {
        try {
            return netlink.exchange(request).stream()
                    .map(answer -> answer.attributes(Nfnetlink.NFGENMSG))
                    .findFirst();
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The rules of a table, chain by chain in their order; none if there is no such table.
    public List<RuleEntry> rules(NftTable table) {
        return find(table.find()).isEmpty()
                ? List.of()
                : netlink.exchange(table.list()).stream().map(RuleEntry::read).toList();
    }

    /// The elements of a set; none if there is no such set.
    public List<NftSet.Element> elements(NftTable table, NftSet set) {
        try {
            return netlink.exchange(table.list(set)).stream()
                    .flatMap(message ->
                            message
                                    .attributes(Nfnetlink.NFGENMSG)
                                    .list(NFTA_SET_ELEM_LIST_ELEMENTS)
                                    .stream())
                    .map(set::read)
                    .toList();
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return List.of();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        netlink.close();
    }
}
