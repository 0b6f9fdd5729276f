package dev.hako.app.network;

import dev.hako.engine.config.NetworkConfig;
import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.Subnet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// The addresses of a network to make, as the options of `network create` say them: which pool and
/// which gateway belong to which subnet follows from what they are.
///
/// @param subnets all addresses
/// @param pools from which containers get theirs
/// @param gateways the host's own
public record RangeChoice(List<Subnet> subnets, List<Subnet> pools, List<InetAddress> gateways) {
    public RangeChoice {
        subnets = List.copyOf(subnets);
        pools = List.copyOf(pools);
        gateways = List.copyOf(gateways);
    }

    /// A range for each subnet, with what belongs to it; those of IPv4 first, whose addresses
    /// interfaces are told apart by.
    ///
    /// @throws Failure `INVALID` if something belongs to none, or two things to one
    public List<NetworkConfig.Range> ranges() {
        if (subnets.size() < pools.size() || subnets.size() < gateways.size()) {
            throw Failure.invalid("every ip-range or gateway must have a corresponding subnet")
                    .hint("name it with --subnet");
        }
        pools.forEach(pool -> requireSubnet(subnet -> subnet.contains(pool), "range " + pool));
        gateways.forEach(gateway ->
                requireSubnet(
                        subnet -> subnet.contains(gateway), "gateway " + Addresses.text(gateway)));
        List<NetworkConfig.Range> ranges = new ArrayList<>(subnets.size());
        for (Subnet subnet : subnets) {
            ranges.add(
                    new NetworkConfig.Range(
                            subnet,
                            only(pools, subnet::contains, "ranges", Subnet::toString),
                            only(gateways, subnet::contains, "gateways", Addresses::text)));
        }
        ranges.sort(Comparator.comparing(range -> range.subnet().isIpv6()));
        return ranges;
    }

    private void requireSubnet(Predicate<Subnet> holds, String what) {
        if (subnets.stream().noneMatch(holds)) {
            throw Failure.invalid("no matching subnet for " + what);
        }
    }

    private static <T> Optional<T> only(
            List<T> all, Predicate<T> within, String what, Function<T, String> text) {
        List<T> found = all.stream().filter(within).toList();
        if (found.size() > 1) {
            throw Failure.invalid(
                    "cannot configure multiple "
                            + what
                            + " ("
                            + String.join(", ", found.stream().map(text).toList())
                            + ") for the same subnet");
        }
        return found.stream().findFirst();
    }
}
