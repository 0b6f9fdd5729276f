package dev.hako.engine.network.policy;

import dev.hako.engine.config.SecurityOptions;
import dev.hako.failure.Failure;
import dev.hako.kernel.Capability;
import dev.hako.kernel.CapabilitySet;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.ProcessCapabilities;
import dev.hako.network.namespace.Inhabitants;
import dev.hako.network.namespace.NetworkNamespace;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The rights over a network with which a program could change the packet filter that is in it, or
/// pass it by. Who is held back there has none of them.
public final class Rights {
    private static final List<String> NAMES = List.of("NET_ADMIN", "NET_RAW");
    private static final CapabilitySet SET =
            CapabilitySet.of(Capability.CAP_NET_ADMIN, Capability.CAP_NET_RAW);
    private static final String ALL = "ALL";
    private static final String PREFIX = "CAP_";

    private Rights() {}

    /// The same without these rights.
    ///
    /// @throws Failure `UNSUPPORTED` if they were asked for by name
    public static SecurityOptions without(SecurityOptions asked) {
        if (asked.privileged()) {
            throw refusal("--privileged");
        }
        asked.addedCapabilities().stream()
                .filter(Rights::isOne)
                .findFirst()
                .ifPresent(name -> {
                    throw refusal("--cap-add " + name);
                });
        return asked.withDropped(
                Stream.concat(asked.droppedCapabilities().stream(), NAMES.stream()).toList());
    }

    private static boolean isOne(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        String name = upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper;
        return name.equals(ALL) || NAMES.contains(name);
    }

    /// Says that somebody cannot have them.
    ///
    /// @param option with which he asks for them
    public static Failure refusal(String option) {
        return Failure.unsupported(
                        "cannot enforce --egress deny: with "
                                + option
                                + " a container of an ordinary user could change its own packet"
                                + " filter")
                .hint("leave out " + option + ", or run hako as root");
    }

    /// Sees to it that no program in a network has them.
    ///
    /// @throws Failure `CONFLICT` if one has
    public static void requireNoneIn(NetworkNamespace network) {
        for (int pid : Inhabitants.of(network)) {
            if (has(pid)) {
                throw Failure.conflict(
                                "cannot enforce --egress deny: process "
                                        + pid
                                        + " was started before, and may send packets of its own"
                                        + " making (NET_RAW) or change the packet filter"
                                        + " (NET_ADMIN)")
                        .hint(
                                "stop all that share this network, give the policy, and start them"
                                        + " again");
            }
        }
    }

    /// Who is gone has none.
    private static boolean has(int pid) {
        try {
            ProcessCapabilities own = ProcessCapabilities.of(pid);
            return !own.bounding().plus(own.permitted()).intersect(SET).equals(CapabilitySet.NONE);
        } catch (KernelException gone) {
            return false;
        }
    }
}
