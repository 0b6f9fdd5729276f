package dev.hako.network.namespace;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Open;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A switch of the network namespace that the thread is in: a file below `/proc/sys/net`.
public record Sysctl(String path) {
    private static final int LIMIT_BYTES = 4096;

    /// One of an interface.
    ///
    /// @param family `ipv4` or `ipv6`
    public static Sysctl of(String family, String interfaceName, String name) {
        return new Sysctl(family + "/conf/" + interfaceName + "/" + name);
    }

    /// Its value, or nothing if this kernel has no such switch.
    public Optional<String> value() {
        try (Fd fd = open(Open.O_RDONLY)) {
            byte[] text = fd.readAll(LIMIT_BYTES);
            return Optional.of(new String(text, StandardCharsets.US_ASCII).strip());
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Sets it, unless it is so or this kernel has no such switch.
    ///
    /// @throws Failure if it cannot be set
    public void ensure(String wanted) {
        Optional<String> value = value();
        if (value.isEmpty() || value.get().equals(wanted)) {
            return;
        }
        try (Fd fd = open(Open.O_WRONLY)) {
            fd.writeAll(wanted.getBytes(StandardCharsets.US_ASCII));
        } catch (KernelException e) {
            throw e.during("cannot set \"" + this + "\" to " + wanted)
                    .hint("set it on the host before: sysctl -w " + this + "=" + wanted);
        }
    }

    private Fd open(int flags) {
        return Open.open("/proc/sys/net/" + path, flags);
    }

    /// Its name for sysctl(8), in which the two separators change places.
    @Override
    public String toString() {
        return "net." + path.replace('.', '\t').replace('/', '.').replace('\t', '/');
    }
}
