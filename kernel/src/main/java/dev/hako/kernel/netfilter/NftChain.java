package dev.hako.kernel.netfilter;

import static dev.hako.kernel.netfilter.NfTables.*;

import dev.hako.kernel.netlink.AttributeWriter;
import java.util.Optional;

/// A chain of rules.
///
/// @param base where the kernel asks it; nothing if only rules do
public record NftChain(String name, Optional<Base> base) {

    /// A place where the kernel asks.
    ///
    /// @param type `filter` or `nat`
    /// @param hook where in a packet's way
    /// @param priority who is asked first at one place: the lower
    public record Base(String type, Hook hook, int priority) {}

    /// A place in a packet's way through the host.
    public enum Hook {
        PREROUTING(Nfnetlink.NF_INET_PRE_ROUTING),
        INPUT(Nfnetlink.NF_INET_LOCAL_IN),
        FORWARD(Nfnetlink.NF_INET_FORWARD),
        OUTPUT(Nfnetlink.NF_INET_LOCAL_OUT),
        POSTROUTING(Nfnetlink.NF_INET_POST_ROUTING);

        private final int number;

        Hook(int number) {
            this.number = number;
        }
    }

    /// A chain that rules jump to.
    public static NftChain called(String name) {
        return new NftChain(name, Optional.empty());
    }

    /// A chain that the kernel asks.
    public static NftChain at(String name, String type, Hook hook, int priority) {
        return new NftChain(name, Optional.of(new Base(type, hook, priority)));
    }

    void write(AttributeWriter chain) {
        chain.text(NFTA_CHAIN_NAME, name);
        base.ifPresent(place ->
                chain.nested(
                                NFTA_CHAIN_HOOK,
                                hook ->
                                        hook.be32(NFTA_HOOK_HOOKNUM, place.hook().number)
                                                .be32(NFTA_HOOK_PRIORITY, place.priority()))
                        .text(NFTA_CHAIN_TYPE, place.type())
                        .be32(NFTA_CHAIN_POLICY, NF_ACCEPT));
    }
}
