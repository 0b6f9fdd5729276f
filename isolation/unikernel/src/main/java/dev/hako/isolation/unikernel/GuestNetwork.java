package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.guest.boot.Initrd;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Namespace;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.PacketSocket;
import dev.hako.kernel.UnixSocket;
import dev.hako.kernel.netlink.Link;
import dev.hako.kernel.netlink.LinkRequests;
import dev.hako.kernel.netlink.NetlinkRequest;
import dev.hako.kernel.netlink.RouteNetlink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// The network of a guest. The namespace that was made for its container, with wires to bridges,
/// stays as it is; the guest has the frames of each of its interfaces, and the interface's own
/// addresses. The host's protocols get none of them: they would answer in the guest's name.
///
/// @param nics in the order in which the guest finds them
/// @param packets a socket for each
record GuestNetwork(List<GuestNic> nics, List<PacketSocket> packets) implements AutoCloseable {
    static final GuestNetwork NONE = new GuestNetwork(List.of(), List.of());

    /// The name of a file of the guest's: what its init sends to rtnetlink.
    static final String FILE = "network";

    /// `CARRIER_MAX_NICS`.
    static final int MOST = 8;

    private static final int READABLE = 0644;

    /// A bridge that is never switched on: what comes to its ports ends there.
    private static final String DRAIN = "hako-drain";

    private static final byte[] DRAIN_ADDRESS = {2, 0, 0, 0, 0, 1};

    /// Of frames that the guest has not taken, and of those that are being sent.
    private static final int BUFFER_BYTES = 2 << 20;

    /// `GUEST_VERSION`, and the size of `struct carrier_nics` (`channel.h`).
    private static final int VERSION = 2;

    private static final int SAID_BYTES = 72;

    /// The guest has `lo` before.
    private static final int FIRST_INDEX = 2;

    GuestNetwork {
        nics = List.copyOf(nics);
        packets = List.copyOf(packets);
    }

    /// Takes the interfaces of a network namespace for a guest.
    ///
    /// @throws Failure `UNSUPPORTED` if they are too many
    static GuestNetwork of(Fd namespace) {
        return visit(namespace, GuestNetwork::take);
    }

    /// In the namespace.
    private static GuestNetwork take() {
        try (RouteNetlink route = RouteNetlink.open()) {
            List<GuestNic> nics =
                    route.links().stream()
                            .filter(link -> !link.isLoopback() && link.isUp())
                            .sorted(
                                    Comparator.comparingInt((Link link) -> link.name().length())
                                            .thenComparing(Link::name))
                            .map(link -> GuestNic.of(link, route.addresses(), route.routes()))
                            .toList();
            if (nics.size() > MOST) {
                throw GuestSpec.no(
                        "more than " + MOST + " networks", "disconnect it from some of them");
            }
            drain(route, nics);
            return new GuestNetwork(nics, open(nics));
        }
    }

    private static void drain(RouteNetlink route, List<GuestNic> nics) {
        if (nics.isEmpty()) {
            return;
        }
        route.apply(LinkRequests.idleBridge(DRAIN, DRAIN_ADDRESS));
        int drain = route.link(DRAIN).orElseThrow().index();
        route.apply(
                nics.stream().map(nic -> LinkRequests.master(nic.link().name(), drain)).toList());
    }

    private static List<PacketSocket> open(List<GuestNic> nics) {
        List<PacketSocket> packets = new ArrayList<>(nics.size());
        try {
            nics.forEach(nic -> packets.add(PacketSocket.open(nic.link().index(), BUFFER_BYTES)));
            return packets;
        } catch (RuntimeException e) {
            packets.forEach(PacketSocket::close);
            throw e;
        }
    }

    private static <T> T visit(Fd namespace, Supplier<T> action) {
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    Namespace.setns(namespace, Namespace.NETWORK.cloneFlag());
                    return action.get();
                });
        // It never comes back: it ends there.
        Thread visitor = Thread.ofPlatform().name("guest-network").start(task);
        boolean interrupted = false;
        while (true) {
            try {
                visitor.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return answer(task);
    }

    private static <T> T answer(FutureTask<T> task) {
        try {
            return task.resultNow();
        } catch (IllegalStateException e) {
            if (task.exceptionNow() instanceof RuntimeException failure) {
                throw failure;
            }
            throw Failure.internal("cannot visit a network namespace: " + task.exceptionNow(), e);
        }
    }

    boolean isThere() {
        return !nics.isEmpty();
    }

    /// What the guest's init is to send to its kernel.
    Initrd.Content script() {
        List<NetlinkRequest> requests = new ArrayList<>();
        requests.add(LinkRequests.up("lo"));
        // From the last on: no name is in the way of another then.
        for (int i = nics.size() - 1; i >= 0; i--) {
            String name = nics.get(i).link().name();
            if (!name.equals("eth" + i)) {
                requests.add(LinkRequests.rename(FIRST_INDEX + i, name));
            }
        }
        for (int i = 0; i < nics.size(); i++) {
            nics.get(i).requests(FIRST_INDEX + i).forEach(requests::add);
        }
        return new Initrd.Content(NetlinkRequest.together(requests), READABLE);
    }

    /// Tells the carrier, which has to be the first to be told anything.
    void tell(NativePath carrier) {
        ByteBuffer said = ByteBuffer.allocate(SAID_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        said.putInt(VERSION).putInt(nics.size());
        nics.forEach(nic -> said.put(nic.hardwareAddress()).putShort((short) nic.link().mtu()));
        try (UnixSocket connection = UnixSocket.connect(carrier)) {
            connection.sendAll(said.array(), packets.stream().map(PacketSocket::fd).toList());
        }
    }

    @Override
    public void close() {
        packets.forEach(PacketSocket::close);
    }
}
