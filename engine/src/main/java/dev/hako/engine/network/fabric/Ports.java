package dev.hako.engine.network.fabric;

import dev.hako.engine.config.PortRequest;
import dev.hako.engine.network.store.PublishedPort;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.network.address.Addresses;
import dev.hako.network.port.PortReservation;
import dev.hako.network.port.PortTaken;
import dev.hako.network.port.TransportProtocol;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// Takes ports of the host for one container that is about to start.
///
/// A port is taken by a socket that has it and hears nothing: the container's monitor inherits it,
/// so that no other program can have the port for as long as the container runs.
public final class Ports {
    private static final InetAddress ALL_IPV4 = Addresses.parse("0.0.0.0");
    private static final InetAddress ALL_IPV6 = Addresses.parse("::");

    /// How often another port is tried that is free in one family and taken in the other.
    private static final int ATTEMPTS = 16;

    private final List<InetAddress> containers;
    private final Reserving reserving;
    private final List<PublishedPort> published = new ArrayList<>();
    private final List<Fd> held = new ArrayList<>();

    private Ports(List<InetAddress> containers, Reserving reserving) {
        this.containers = containers;
        this.reserving = reserving;
    }

    /// Takes one port, or finds one for 0.
    public interface Reserving {
        PortReservation take(TransportProtocol protocol, InetAddress address, int port);
    }

    /// Takes what is asked for.
    ///
    /// @param addresses of the container that can be reached from outside
    /// @throws Failure naming the port that cannot be had, and who has it
    public static Ports take(
            List<PortRequest> requests, List<InetAddress> addresses, Reserving reserving) {
        Ports ports = new Ports(addresses, reserving);
        try {
            requests.forEach(ports::take);
            return ports;
        } catch (RuntimeException e) {
            ports.held.forEach(Fd::close);
            throw e;
        }
    }

    /// Refuses `::1` of a host whose kernel is to hand packets on: it routes that address nowhere,
    /// and no program is there to do so instead.
    ///
    /// @throws Failure `UNSUPPORTED`
    static void requireRouted(PortRequest request) {
        boolean loopback =
                request.hostAddress()
                        .filter(Inet6Address.class::isInstance)
                        .filter(InetAddress::isLoopbackAddress)
                        .isPresent();
        if (loopback) {
            throw Failure.unsupported(
                            "cannot publish port "
                                    + request.containerSide()
                                    + " at ::1: Linux routes that address to no container")
                    .hint("publish it at 127.0.0.1, or at another address of the host");
        }
    }

    /// What was taken for requests that name one port.
    static List<PublishedPort> named(List<PortRequest> requests, List<InetAddress> addresses) {
        return requests.stream()
                .filter(request -> request.firstHostPort() != 0)
                .filter(request -> request.firstHostPort() == request.lastHostPort())
                .flatMap(request ->
                        addresses.stream()
                                .filter(address -> isMeant(request, address))
                                .map(address -> named(request, address)))
                .toList();
    }

    private static PublishedPort named(PortRequest request, InetAddress container) {
        return new PublishedPort(
                request.protocol(),
                request.containerPort(),
                container,
                request.hostAddress().orElse(all(container)),
                request.firstHostPort());
    }

    public List<PublishedPort> published() {
        return published;
    }

    /// What has them, for the container's monitor to keep.
    public List<Fd> held() {
        return held;
    }

    private void take(PortRequest request) {
        List<InetAddress> reached =
                containers.stream().filter(address -> isMeant(request, address)).toList();
        if (reached.isEmpty()) {
            throw Failure.invalid(
                            "cannot publish port "
                                    + request.containerSide()
                                    + ": the container has no address of the family of "
                                    + request.hostAddress().map(Addresses::text).orElse("any"))
                    .hint("connect it to a network that has, or leave out the host's address");
        }
        if (request.firstHostPort() == 0) {
            takeAny(request, reached);
        } else {
            takeFirstFree(request, reached);
        }
    }

    private static boolean isMeant(PortRequest request, InetAddress container) {
        return request.hostAddress()
                .map(host -> host instanceof Inet6Address == container instanceof Inet6Address)
                .orElse(true);
    }

    private void takeAny(PortRequest request, List<InetAddress> reached) {
        for (int attempt = 1; ; attempt++) {
            try {
                takeAt(request, reached, 0);
                return;
            } catch (PortTaken e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void takeFirstFree(PortRequest request, List<InetAddress> reached) {
        for (int port = request.firstHostPort(); ; port++) {
            try {
                takeAt(request, reached, port);
                return;
            } catch (PortTaken e) {
                if (port == request.lastHostPort()) {
                    throw e;
                }
            }
        }
    }

    /// Takes one port in all families, or none.
    private void takeAt(PortRequest request, List<InetAddress> reached, int wanted) {
        List<PortReservation> reservations = new ArrayList<>(2);
        List<PublishedPort> ports = new ArrayList<>(2);
        int port = wanted;
        try {
            for (InetAddress container : reached) {
                InetAddress host = request.hostAddress().orElse(all(container));
                PortReservation taken = reserving.take(request.protocol(), host, port);
                reservations.add(taken);
                port = taken.port();
                ports.add(
                        new PublishedPort(
                                request.protocol(),
                                request.containerPort(),
                                container,
                                host,
                                port));
            }
        } catch (RuntimeException e) {
            reservations.forEach(PortReservation::close);
            throw e;
        }
        reservations.forEach(reservation -> held.add(reservation.socket()));
        published.addAll(ports);
    }

    private static InetAddress all(InetAddress container) {
        return container instanceof Inet6Address ? ALL_IPV6 : ALL_IPV4;
    }
}
