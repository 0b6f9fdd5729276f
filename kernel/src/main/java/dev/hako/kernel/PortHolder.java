package dev.hako.kernel;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The process that has a port of this host: proc_pid_net(5), proc_pid_fd(5).
///
/// Who only keeps a port, without listening or being connected, is in no table of the kernel's and
/// is not found; nor is who may not be looked at.
///
/// @param name of the program, as ps(1) shows it
public record PortHolder(int pid, String name) {
    private static final int LOCAL = 1;
    private static final int INODE = 9;

    /// Looks at the tables of this thread's network namespace, and at every process there is.
    public static Optional<PortHolder> find(InetSocket.Kind kind, InetAddress address, int port) {
        Set<String> sockets =
                tables(kind).stream()
                        .flatMap(table -> ProcFile.find("/proc/thread-self/net/" + table).stream())
                        .flatMap(String::lines)
                        .map(line -> line.strip().split(" +", -1))
                        .filter(row -> row.length > INODE && isOf(row[LOCAL], address, port))
                        .map(row -> "socket:[" + row[INODE] + "]")
                        .collect(Collectors.toSet());
        return sockets.isEmpty()
                ? Optional.empty()
                : numbers("/proc")
                        .filter(pid -> hasOneOf(pid, sockets))
                        .findFirst()
                        .map(PortHolder::of);
    }

    private static List<String> tables(InetSocket.Kind kind) {
        return switch (kind) {
            case STREAM -> List.of("tcp", "tcp6");
            case DATAGRAM -> List.of("udp", "udp6");
        };
    }

    /// `0100007F:1F90`: words of the address in the machine's order, and the port.
    static boolean isOf(String local, InetAddress address, int port) {
        int colon = local.indexOf(':');
        if (colon % Long.BYTES != 0 || colon <= 0) {
            return false;
        }
        try {
            return Integer.parseInt(local.substring(colon + 1), 16) == port
                    && overlaps(bytes(local.substring(0, colon)), address.getAddress());
        } catch (IllegalArgumentException otherwise) {
            return false;
        }
    }

    private static byte[] bytes(String words) {
        ByteBuffer read = ByteBuffer.wrap(HexFormat.of().parseHex(words));
        ByteBuffer turned = ByteBuffer.allocate(read.capacity()).order(ByteOrder.nativeOrder());
        while (read.hasRemaining()) {
            turned.putInt(read.getInt());
        }
        return turned.array();
    }

    /// One of all addresses of IPv6 usually is one of all of IPv4 too.
    private static boolean overlaps(byte[] there, byte[] wanted) {
        return isZero(there) || isZero(wanted) || Arrays.equals(there, wanted);
    }

    private static boolean isZero(byte[] bytes) {
        for (byte one : bytes) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasOneOf(String pid, Set<String> sockets) {
        String descriptors = "/proc/" + pid + "/fd";
        return numbers(descriptors)
                .anyMatch(number -> sockets.contains(link(descriptors + "/" + number)));
    }

    private static String link(String path) {
        try {
            return Names.readlinkat(Fd.CWD, NativePath.of(path)).toString();
        } catch (KernelException gone) {
            return "";
        }
    }

    private static Stream<String> numbers(String folder) {
        try (Fd fd = Open.open(folder, Open.O_RDONLY | Open.O_DIRECTORY)) {
            return Directory.list(fd).stream()
                    .map(entry -> entry.name().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)));
        } catch (KernelException goneOrHidden) {
            return Stream.empty();
        }
    }

    private static PortHolder of(String pid) {
        String name = ProcFile.find("/proc/" + pid + "/comm").map(String::strip).orElse("?");
        return new PortHolder(Integer.parseInt(pid), ProcFile.utf8(name));
    }
}
