package dev.hako.engine.network.store;

import dev.hako.engine.store.StoreFailures;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.Subnet;
import dev.hako.network.namespace.NetworkNamespace;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Who has which address.
///
/// An address is taken while somebody holds the lock of its file, or while the network namespace is
/// mounted that its file names. The next one that is given away is the one behind the last, so that
/// an address rests for as long as can be before somebody else has it.
public final class Leases {
    private static final int PRIVATE = 0600;
    private static final int TEXT_BYTES = 4096;
    private static final int SEEK_SET = 0;

    /// More candidates are not tried: a range of IPv6 has no end.
    private static final BigInteger MOST_TRIES = BigInteger.valueOf(1 << 16);

    private final NetworkStore store;
    private final ConcurrentHashMap<Subnet, BigInteger> next = new ConcurrentHashMap<>();

    public Leases(NetworkStore store) {
        this.store = store;
    }

    /// An address that was taken.
    ///
    /// @param lock it is the taker's until the last copy of this descriptor is closed
    public record Lease(InetAddress address, Fd lock) {}

    /// Who takes an address.
    ///
    /// @param name for whoever wants the same
    /// @param namespace the mount that holds his network namespace, and with it the address; empty:
    ///   processes hold both
    public record Taker(String name, Optional<Path> namespace) {
        static Taker parse(String text) {
            int end = text.indexOf('\n');
            return end < 0
                    ? new Taker(text, Optional.empty())
                    : new Taker(
                            text.substring(0, end), Optional.of(Path.of(text.substring(end + 1))));
        }

        String text() {
            return namespace.map(mount -> name + "\n" + mount).orElse(name);
        }

        boolean isMounted() {
            return namespace.filter(NetworkNamespace::isMountedOn).isPresent();
        }
    }

    /// Takes an address.
    ///
    /// @param wanted the one that it must be; empty: any that is free
    /// @throws Failure `CONFLICT` if somebody has the one that is wanted, `INVALID` if the network
    ///   has it not, `EXHAUSTED` if none is free
    public Lease take(
            Network network, Network.Range range, Optional<InetAddress> wanted, Taker taker) {
        Path directory = store.leases(network);
        return wanted.isPresent()
                ? exactly(directory, network, range, wanted.get(), taker)
                : any(directory, network, range, taker);
    }

    private static Lease exactly(
            Path directory,
            Network network,
            Network.Range range,
            InetAddress address,
            Taker taker) {
        if (!isForContainers(range, address)) {
            throw Failure.invalid(
                            "address \""
                                    + Addresses.text(address)
                                    + "\" is not one that network \""
                                    + network.name()
                                    + "\" has for containers")
                    .hint(
                            "choose one in "
                                    + range.subnet()
                                    + " other than the gateway's, "
                                    + Addresses.text(range.gateway()));
        }
        return taken(directory, address, taker)
                .orElseThrow(() ->
                        Failure.conflict(
                                        "address \""
                                                + Addresses.text(address)
                                                + "\" is in use by container \""
                                                + owner(directory, address).name()
                                                + "\"")
                                .hint("choose another with --ip, or leave it to the network"));
    }

    private Lease any(Path directory, Network network, Network.Range range, Taker taker) {
        Subnet pool = range.pool();
        BigInteger tries = pool.size().min(MOST_TRIES);
        BigInteger first = next.getOrDefault(pool, BigInteger.ZERO);
        for (BigInteger i = BigInteger.ZERO; i.compareTo(tries) < 0; i = i.add(BigInteger.ONE)) {
            BigInteger index = first.add(i).mod(pool.size());
            InetAddress address = pool.address(index);
            if (isForContainers(range, address)) {
                Optional<Lease> lease = taken(directory, address, taker);
                if (lease.isPresent()) {
                    next.put(pool, index.add(BigInteger.ONE).mod(pool.size()));
                    return lease.get();
                }
            }
        }
        throw Failure.of(
                        Failure.Kind.EXHAUSTED,
                        "network \"" + network.name() + "\" has no address left in " + pool)
                .hint("stop containers, or make a network with a larger --subnet");
    }

    /// Neither the address that stands for the network, nor the one of all of them, nor the host's.
    private static boolean isForContainers(Network.Range range, InetAddress address) {
        Subnet subnet = range.subnet();
        return subnet.contains(address)
                && !address.equals(subnet.network())
                && !address.equals(range.gateway())
                && (range.isIpv6() || !address.equals(subnet.last()));
    }

    private static Optional<Lease> taken(Path directory, InetAddress address, Taker taker) {
        Fd file =
                Open.openat(Fd.CWD, path(directory, address), Open.O_RDWR | Open.O_CREAT, PRIVATE);
        if (!Flock.tryExclusive(file) || isHeldByAnother(file, taker)) {
            file.close();
            return Optional.empty();
        }
        file.seek(0, SEEK_SET);
        file.truncate(0);
        file.writeAll(taker.text().getBytes(StandardCharsets.UTF_8));
        return Optional.of(new Lease(address, file));
    }

    private static boolean isHeldByAnother(Fd file, Taker taker) {
        Taker before = read(file);
        return !before.equals(taker) && before.isMounted();
    }

    private static Taker read(Fd file) {
        return Taker.parse(new String(file.readAll(TEXT_BYTES), StandardCharsets.UTF_8));
    }

    /// While this is open nobody finds that a network has no address taken: whoever takes one and
    /// needs its bridge does so meanwhile. It waits for whoever is taking the bridge away.
    public Fd enter(Network network) {
        Fd gate = gate(network);
        try {
            Flock.shared(gate);
            return gate;
        } catch (KernelException e) {
            gate.close();
            throw e;
        }
    }

    /// Does something to a network in which no address is taken, and none can be meanwhile.
    ///
    /// @return whether it is so
    public boolean ifNoneTaken(Network network, Runnable action) {
        try (Fd gate = gate(network)) {
            boolean unused = Flock.tryExclusive(gate) && !areTaken(network);
            if (unused) {
                action.run();
            }
            return unused;
        }
    }

    private Fd gate(Network network) {
        NativePath directory = NativePath.of(store.leases(network).toString());
        return Open.openat(Fd.CWD, directory, Open.O_RDONLY | Open.O_DIRECTORY);
    }

    private boolean areTaken(Network network) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(store.leases(network))) {
            for (Path file : files) {
                if (isTaken(NativePath.of(file.toString()))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw StoreFailures.of("cannot list the addresses of " + network.name(), e);
        }
    }

    private static boolean isTaken(NativePath path) {
        try (Fd file = Open.openat(Fd.CWD, path, Open.O_RDONLY)) {
            return !Flock.tryExclusive(file) || read(file).isMounted();
        }
    }

    /// Takes an address again whose taker lives, unless somebody keeps it for him.
    static Optional<Fd> retake(Path directory, InetAddress address, String taker) {
        return taken(directory, address, new Taker(taker, Optional.empty())).map(Lease::lock);
    }

    private static Taker owner(Path directory, InetAddress address) {
        try (Fd file = Open.openat(Fd.CWD, path(directory, address), Open.O_RDONLY)) {
            return read(file);
        }
    }

    private static NativePath path(Path directory, InetAddress address) {
        return NativePath.of(directory.resolve(Addresses.text(address)).toString());
    }
}
