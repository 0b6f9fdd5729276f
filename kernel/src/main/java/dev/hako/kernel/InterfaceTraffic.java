package dev.hako.kernel;

import java.util.ArrayList;
import java.util.List;

/// What one network interface has received and sent since it was made: `/proc/net/dev`,
/// proc_pid_net(5).
public record InterfaceTraffic(String name, Way received, Way sent) {
    private static final int SENT = 8;
    private static final int COLUMNS = 16;

    /// What went one way.
    ///
    /// @param dropped packets, for want of room
    public record Way(long bytes, long packets, long errors, long dropped) {}

    /// Those of the network namespace that the calling thread is in, the loopback left out.
    public static List<InterfaceTraffic> here() {
        return ProcFile.find("/proc/thread-self/net/dev")
                .map(InterfaceTraffic::parse)
                .orElse(List.of());
    }

    /// Two lines of headings, then ` eth0: 1296 16 …`; the name may touch the first number.
    static List<InterfaceTraffic> parse(String text) {
        List<InterfaceTraffic> interfaces = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            int colon = line.lastIndexOf(':');
            String name = colon < 0 ? "lo" : line.substring(0, colon).strip();
            String[] numbers = line.substring(colon + 1).strip().split(" +", -1);
            if (!name.equals("lo") && numbers.length >= COLUMNS) {
                interfaces.add(new InterfaceTraffic(name, way(numbers, 0), way(numbers, SENT)));
            }
        }
        return List.copyOf(interfaces);
    }

    private static Way way(String[] numbers, int first) {
        return new Way(
                Long.parseLong(numbers[first]),
                Long.parseLong(numbers[first + 1]),
                Long.parseLong(numbers[first + 2]),
                Long.parseLong(numbers[first + 3]));
    }
}
