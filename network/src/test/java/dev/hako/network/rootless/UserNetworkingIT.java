package dev.hako.network.rootless;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.ReadableClassPath;
import dev.hako.testing.TestRunner;
import dev.hako.testing.network.UserWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Boxes of an ordinary user, whose engine lives in a user and a mount namespace. Root is needed to
/// become that user, and to make him a host of his own beside a world.
@NeedsRoot
@NeedsProgram({"curl", "ip", "mknod", "nsenter", "python3", "setpriv", "unshare"})
final class UserNetworkingIT {
    /// All ends with its first process, in whose pid namespace everything is.
    private static final String HOST =
            """
            set -e
            mount -t tmpfs none /dev/net
            mknod -m 666 /dev/net/tun c 10 200
            mount -t tmpfs none /run
            echo nameserver 127.0.0.53 > /run/resolv.conf
            mount --bind /run/resolv.conf /etc/resolv.conf
            ip link set lo up
            ip netns add world
            ip link add up0 type veth peer name eth0 netns world
            ip -n world link set lo up
            ip -n world addr add 198.51.100.1/24 dev eth0
            ip -n world addr add fd00:51::1/64 dev eth0 nodad
            ip -n world link set eth0 up
            ip addr add 198.51.100.2/24 dev up0
            ip addr add fd00:51::2/64 dev up0 nodad
            ip link set up0 up
            ip route add default via 198.51.100.1
            ip -6 route add default via fd00:51::1
            ip netns exec world python3 $1/world.py &
            python3 $1/names.py &
            until curl -s -o $1/answer http://198.51.100.1/; do sleep 0.1; done
            shift
            setpriv --reuid=64124 --regid=64124 --clear-groups \\
                unshare --user --map-root-user --mount "$@"
            """;

    @TempDir Path folder;

    @Test
    @NeedsProgram("pasta")
    void connectsBoxesByPasta() throws Exception {
        hold(PastaContract.class, 16);
    }

    @Test
    @NeedsProgram("slirp4netns")
    void connectsBoxesBySlirp4netns() throws Exception {
        hold(Slirp4netnsContract.class, 15);
    }

    @Test
    @NeedsProgram("pasta")
    void joinsBoxesByBridges() throws Exception {
        hold(UserSwitchContract.class, 4);
    }

    private void hold(Class<?> contract, int tests) throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        UserWorld.writeTo(folder);
        Files.writeString(folder.resolve("host.sh"), HOST);
        Process host = start(contract, home, ReadableClassPath.copiedTo(folder.resolve("classes")));
        String said = new String(host.getInputStream().readAllBytes(), UTF_8);

        assertThat(host.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(host.exitValue()).as(said).isZero();
        assertThat(said).contains("succeeded: " + tests);
    }

    private Process start(Class<?> contract, Path home, String classPath) throws IOException {
        return new ProcessBuilder(
                        "unshare",
                        "--net",
                        "--mount",
                        "--pid",
                        "--fork",
                        "--mount-proc",
                        "--kill-child",
                        "sh",
                        folder.resolve("host.sh").toString(),
                        folder.toString(),
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + home,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        TestRunner.class.getName(),
                        contract.getName())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
