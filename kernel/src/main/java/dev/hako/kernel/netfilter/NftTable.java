package dev.hako.kernel.netfilter;

import static dev.hako.kernel.netfilter.NfTables.*;

import dev.hako.kernel.netlink.AttributeWriter;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.kernel.netlink.NetlinkRequest.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A table, as what can be done to it: requests for [Nftables#commit].
///
/// @param family `inet` for both versions of IP, or the one of an iptables
public record NftTable(Family family, String name) {
    private static final int ELEMENTS_IN_A_MESSAGE = 256;

    /// `NFT_TABLE_F_PERSIST`, which the headers of distributions do not have yet.
    private static final int PERSIST = 0x4;

    /// What packets a table sees.
    public enum Family {
        INET(Nfnetlink.NFPROTO_INET),
        IP(Nfnetlink.NFPROTO_IPV4),
        IP6(Nfnetlink.NFPROTO_IPV6),
        /// Frames of bridges.
        BRIDGE(Nfnetlink.NFPROTO_BRIDGE);

        private final int number;

        Family(int number) {
            this.number = number;
        }
    }

    /// Makes it, if it is not there.
    public NetlinkRequest create() {
        return request(
                verb("NFT_MSG_NEWTABLE", NFT_MSG_NEWTABLE, NetlinkRequest.NLM_F_CREATE),
                name,
                table -> table.text(NFTA_TABLE_NAME, name));
    }

    /// Makes it, if it is not there, as one that nobody but this socket can change or flush as long
    /// as the socket is open, and that stays when it is closed. One that was left so is taken over.
    /// Linux 6.9 can; `EOPNOTSUPP` or `EINVAL` if this one cannot.
    public NetlinkRequest createOwned() {
        return request(
                verb("NFT_MSG_NEWTABLE", NFT_MSG_NEWTABLE, NetlinkRequest.NLM_F_CREATE),
                name,
                table ->
                        table.text(NFTA_TABLE_NAME, name)
                                .be32(NFTA_TABLE_FLAGS, NFT_TABLE_F_OWNER | PERSIST));
    }

    /// Removes it with all that is in it.
    public NetlinkRequest delete() {
        return request(
                verb("NFT_MSG_DELTABLE", NFT_MSG_DELTABLE, 0),
                name,
                table -> table.text(NFTA_TABLE_NAME, name));
    }

    /// Makes a chain.
    public NetlinkRequest chain(NftChain chain) {
        return request(
                verb("NFT_MSG_NEWCHAIN", NFT_MSG_NEWCHAIN, NetlinkRequest.NLM_F_CREATE),
                name + " " + chain.name(),
                attributes -> chain.write(attributes.text(NFTA_CHAIN_TABLE, name)));
    }

    /// Removes a chain, which is empty and not jumped to.
    public NetlinkRequest deleteChain(String chain) {
        return request(
                verb("NFT_MSG_DELCHAIN", NFT_MSG_DELCHAIN, 0),
                name + " " + chain,
                attributes -> attributes.text(NFTA_CHAIN_TABLE, name).text(NFTA_CHAIN_NAME, chain));
    }

    /// Removes all rules of a chain, which is there.
    public NetlinkRequest empty(String chain) {
        return request(
                verb("NFT_MSG_DELRULE", NFT_MSG_DELRULE, 0),
                name + " " + chain,
                attributes -> attributes.text(NFTA_RULE_TABLE, name).text(NFTA_RULE_CHAIN, chain));
    }

    /// Removes a set, which no rule uses.
    public NetlinkRequest delete(NftSet set) {
        return request(
                verb("NFT_MSG_DELSET", NFT_MSG_DELSET, 0),
                name + " " + set.name(),
                attributes ->
                        attributes.text(NFTA_SET_TABLE, name).text(NFTA_SET_NAME, set.name()));
    }

    /// Takes all elements out of a set.
    public NetlinkRequest empty(NftSet set) {
        return request(
                verb("NFT_MSG_DELSETELEM", NFT_MSG_DELSETELEM, 0),
                name + " " + set.name(),
                attributes ->
                        attributes
                                .text(NFTA_SET_ELEM_LIST_TABLE, name)
                                .text(NFTA_SET_ELEM_LIST_SET, set.name()));
    }

    /// Makes sets, each with an id of its own.
    public List<NetlinkRequest> sets(List<NftSet> sets) {
        return sets(sets, 0);
    }

    /// The same besides others of one transaction.
    ///
    /// @param others how many there are
    public List<NetlinkRequest> sets(List<NftSet> sets, int others) {
        List<NetlinkRequest> requests = new ArrayList<>();
        for (NftSet set : sets) {
            int id = others + requests.size() + 1;
            requests.add(
                    request(
                            verb("NFT_MSG_NEWSET", NFT_MSG_NEWSET, NetlinkRequest.NLM_F_CREATE),
                            name + " " + set.name(),
                            attributes -> set.write(attributes.text(NFTA_SET_TABLE, name), id)));
        }
        return requests;
    }

    /// Adds a rule behind those of its chain.
    public NetlinkRequest append(NftRule rule) {
        return rule(rule, NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_APPEND);
    }

    /// Adds a rule in front of those of its chain.
    public NetlinkRequest insert(NftRule rule) {
        return rule(rule, NetlinkRequest.NLM_F_CREATE);
    }

    private NetlinkRequest rule(NftRule rule, int flags) {
        return request(
                verb("NFT_MSG_NEWRULE", NFT_MSG_NEWRULE, flags),
                name + " " + rule.chain(),
                attributes ->
                        attributes
                                .text(NFTA_RULE_TABLE, name)
                                .text(NFTA_RULE_CHAIN, rule.chain())
                                .nested(
                                        NFTA_RULE_EXPRESSIONS,
                                        Expression.list(rule.expressions())));
    }

    /// Removes a rule.
    ///
    /// @param handle the kernel's number of it
    public NetlinkRequest delete(String chain, long handle) {
        return request(
                verb("NFT_MSG_DELRULE", NFT_MSG_DELRULE, 0),
                name + " " + chain,
                attributes ->
                        attributes
                                .text(NFTA_RULE_TABLE, name)
                                .text(NFTA_RULE_CHAIN, chain)
                                .be64(NFTA_RULE_HANDLE, handle));
    }

    /// Adds elements to a set; those that are there already are no error, if they have this value.
    public List<NetlinkRequest> add(NftSet set, List<NftSet.Element> elements) {
        Verb add = verb("NFT_MSG_NEWSETELEM", NFT_MSG_NEWSETELEM, NetlinkRequest.NLM_F_CREATE);
        return elements(add, set, elements);
    }

    /// Takes elements out of a set.
    public List<NetlinkRequest> remove(NftSet set, List<NftSet.Element> elements) {
        return elements(verb("NFT_MSG_DELSETELEM", NFT_MSG_DELSETELEM, 0), set, elements);
    }

    /// The length of a list of elements has 16 bits.
    private List<NetlinkRequest> elements(Verb verb, NftSet set, List<NftSet.Element> elements) {
        List<NetlinkRequest> requests = new ArrayList<>();
        for (int i = 0; i < elements.size(); i += ELEMENTS_IN_A_MESSAGE) {
            List<NftSet.Element> some =
                    elements.subList(i, Math.min(elements.size(), i + ELEMENTS_IN_A_MESSAGE));
            requests.add(
                    request(
                            verb,
                            name + " " + set.name(),
                            attributes ->
                                    attributes
                                            .text(NFTA_SET_ELEM_LIST_TABLE, name)
                                            .text(NFTA_SET_ELEM_LIST_SET, set.name())
                                            .nested(
                                                    NFTA_SET_ELEM_LIST_ELEMENTS,
                                                    list -> write(list, set, some))));
        }
        return requests;
    }

    private static void write(AttributeWriter list, NftSet set, List<NftSet.Element> elements) {
        for (NftSet.Element element : elements) {
            list.nested(NFTA_LIST_ELEM, one -> set.write(one, element));
        }
    }

    NetlinkRequest list(NftSet set) {
        return request(
                verb("NFT_MSG_GETSETELEM", NFT_MSG_GETSETELEM, NetlinkRequest.NLM_F_DUMP),
                name + " " + set.name(),
                attributes ->
                        attributes
                                .text(NFTA_SET_ELEM_LIST_TABLE, name)
                                .text(NFTA_SET_ELEM_LIST_SET, set.name()));
    }

    NetlinkRequest find() {
        return request(
                verb("NFT_MSG_GETTABLE", NFT_MSG_GETTABLE, 0),
                name,
                table -> table.text(NFTA_TABLE_NAME, name));
    }

    NetlinkRequest find(String chain) {
        return request(
                verb("NFT_MSG_GETCHAIN", NFT_MSG_GETCHAIN, 0),
                name + " " + chain,
                attributes -> attributes.text(NFTA_CHAIN_TABLE, name).text(NFTA_CHAIN_NAME, chain));
    }

    NetlinkRequest list() {
        return request(
                verb("NFT_MSG_GETRULE", NFT_MSG_GETRULE, NetlinkRequest.NLM_F_DUMP),
                name,
                attributes -> attributes.text(NFTA_RULE_TABLE, name));
    }

    private NetlinkRequest request(
            Verb verb, String operand, Consumer<AttributeWriter> attributes) {
        return verb.about(operand, Nfnetlink.nfgenmsg(family.number, 0), attributes);
    }

    private static Verb verb(String verb, int message, int flags) {
        int type = Nfnetlink.type(Nfnetlink.NFNL_SUBSYS_NFTABLES, message);
        return new Verb(verb, type, flags);
    }
}
