package dev.hako.it;

import dev.hako.testing.Await;
import dev.hako.testing.network.UserWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A machine for an ordinary user, beside a world: network namespaces of their own. The machine has
/// `198.51.100.2` and `fd00:51::2` and may make tunnels; the world and its name server are those of
/// [UserWorld]. All of it ends with the process that holds it, which ends with its input.
///
/// @param holder sleeps in it
/// @param place where commands are run
record UserHost(Process holder, Path place) implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String READY = "ready";

    /// Its arguments are a directory, and what is not to be there.
    private static final String HOST =
            """
            set -e
            mount --make-rprivate /
            mount -t tmpfs none /dev/net
            if [ "$2" != tun ]; then mknod -m 666 /dev/net/tun c 10 200; fi
            if [ "$2" = programs ]; then
                for p in $(ls /usr/bin/pasta /usr/bin/slirp4netns); do mount --bind /dev/null $p; done
            fi
            if [ "$2" = pasta ]; then mount --bind /dev/null /usr/bin/pasta; fi
            echo nameserver 127.0.0.53 > $1/resolv.conf
            mount --bind $1/resolv.conf /etc/resolv.conf
            ip link set lo up
            unshare --net sh -c "ip link set lo up; exec python3 $1/world.py" & world=$!
            python3 $1/names.py & names=$!
            trap 'kill $world $names' EXIT
            until [ "$(readlink /proc/$world/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
            ip link add up0 type veth peer name eth0 netns $world
            there() { nsenter --net --target $world ip "$@"; }
            there address add 198.51.100.1/24 dev eth0
            there address add fd00:51::1/64 dev eth0 nodad
            there link set eth0 up
            ip address add 198.51.100.2/24 dev up0
            ip address add fd00:51::2/64 dev up0 nodad
            ip link set up0 up
            ip route add default via 198.51.100.1
            ip -6 route add default via fd00:51::1
            if [ "$2" = routes ]; then ip route del default; ip -6 route del default; fi
            until curl -s -o $1/answer http://198.51.100.1/; do sleep 0.05; done
            echo ready
            cat
            """;

    /// One for an instance, with pasta.
    static UserHost of(Hako hako) {
        return without("nothing", hako);
    }

    /// One on which something is missing.
    ///
    /// @param missing `tun`, the kernel's part, `programs`, pasta and slirp4netns, `pasta` alone,
    ///   or `routes` out
    static UserHost without(String missing, Hako hako) {
        try {
            Path place = hako.place();
            UserWorld.writeTo(place);
            Path script = Files.writeString(place.resolve("host.sh"), HOST);
            Process holder =
                    new ProcessBuilder(
                                    "unshare",
                                    "--net",
                                    "--mount",
                                    "sh",
                                    script.toString(),
                                    place.toString(),
                                    missing)
                            .start();
            String answer = holder.inputReader().readLine();
            if (!READY.equals(answer)) {
                throw new IOException("no host: " + holder.errorReader().readLine());
            }
            return new UserHost(holder, place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Words that make the program after them run there.
    List<String> wrapper() {
        return List.of(
                "nsenter",
                "--net",
                "--mount",
                "--wdns=" + place,
                "--target",
                String.valueOf(holder.pid()));
    }

    @Override
    public void close() {
        try {
            holder.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until("the end of the host", DEADLINE, () -> !holder.isAlive());
    }
}
