package dev.hako.network.rootless;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Mounts;
import dev.hako.kernel.NativePath;
import dev.hako.network.bridge.BridgeSpec;
import dev.hako.network.bridge.Bridges;
import dev.hako.network.bridge.Endpoint;
import dev.hako.network.namespace.NetworkNamespace;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What an ordinary user's networks are made of: a network namespace of his own with a bridge for
/// each network, and nothing else. No packet leaves it but into a box.
///
/// A box has a wire to each of its networks, and beside these its own [Uplink] for the world and
/// for ports of the host. So nothing is routed, translated or filtered between the two, and a
/// network without the world is one whose boxes have no uplink.
///
/// The namespace is held by a mount of nsfs, as pods are, and by no process. Whoever opens it later
/// finds the bridges as they were. Threads may share one.
public final class UserSwitch implements AutoCloseable {
    private final NetworkNamespace namespace;
    private final Bridges bridges;

    private UserSwitch(NetworkNamespace namespace) {
        this.namespace = namespace;
        this.bridges = namespace.call(Bridges::open);
    }

    /// Opens the one that is held by a mount, or makes it. A reboot, and the end of the user's last
    /// mount namespace, leave an empty file; so does a kill at the wrong moment. The caller sees to
    /// it that nobody else does this meanwhile.
    ///
    /// @param mount a file, in a folder that is there
    /// @throws Failure `DENIED` if the file cannot be made
    public static UserSwitch open(Path mount) {
        create(mount);
        if (NetworkNamespace.isMountedOn(mount)) {
            return of(NetworkNamespace.mountedOn(mount));
        }
        NetworkNamespace made = NetworkNamespace.create();
        try {
            Mounts.bind(made.fd().procPath(), NativePath.of(mount.toString()), false);
        } catch (KernelException e) {
            made.close();
            throw e;
        }
        return of(made);
    }

    private static UserSwitch of(NetworkNamespace namespace) {
        try {
            return new UserSwitch(namespace);
        } catch (RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    private static void create(Path mount) {
        try {
            Files.createFile(mount);
        } catch (FileAlreadyExistsException there) {
            // It is opened next.
        } catch (IOException e) {
            throw Failure.of(Failure.Kind.DENIED, "cannot make " + mount + ": " + e, e);
        }
    }

    /// Lets go of the namespace that a mount holds, if there is one: it ends with its last box and
    /// its last descriptor.
    public static void remove(Path mount) {
        try {
            Mounts.umount(NativePath.of(mount.toString()), Mounts.MNT_DETACH);
        } catch (KernelException e) {
            if (!e.isAny(Errno.EINVAL, Errno.ENOENT)) {
                throw e;
            }
        }
        try {
            Files.deleteIfExists(mount);
        } catch (IOException e) {
            throw Failure.of(Failure.Kind.DENIED, "cannot delete " + mount + ": " + e, e);
        }
    }

    /// Makes a network, or makes the one of that name what it is to be.
    ///
    /// @throws IllegalArgumentException if it is not internal: there is nothing outside
    public void ensure(BridgeSpec network) {
        if (!network.internal()) {
            throw new IllegalArgumentException(network.interfaceName() + " would lead nowhere");
        }
        namespace.run(() -> bridges.ensure(network));
    }

    /// Takes a network away, if it is there.
    public void remove(String interfaceName) {
        bridges.remove(interfaceName);
    }

    /// The networks' interfaces.
    public List<String> networks() {
        return bridges.list();
    }

    /// Lays a wire from a network to a box.
    ///
    /// @param endpoint another interface than [UserNetworking#INTERFACE], without default gateways
    /// @throws Failure `NOT_FOUND` if there is no such network
    public void attach(NetworkNamespace box, BridgeSpec network, Endpoint endpoint) {
        bridges.attach(box, network, endpoint);
    }

    /// Takes a wire away, if it is there.
    ///
    /// @param hostSideName its end at the network
    public void detach(String hostSideName) {
        bridges.detach(hostSideName);
    }

    /// The namespace itself, for who listens at the networks' own addresses; still owned by this.
    public NetworkNamespace namespace() {
        return namespace;
    }

    /// Lets go of it; the mount holds it.
    @Override
    public void close() {
        bridges.close();
        namespace.close();
    }
}
