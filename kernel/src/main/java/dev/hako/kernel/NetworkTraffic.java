package dev.hako.kernel;

import java.util.Optional;

/// What the interfaces of a network namespace have received and sent since they were made, its
/// loopback left out: `/proc/PID/net/dev`, proc_pid_net(5).
public record NetworkTraffic(long receivedBytes, long sentBytes) {
    private static final int RECEIVED = 0;
    private static final int SENT = 8;

    /// In the namespace that a process is in; nothing if there is no such process.
    public static Optional<NetworkTraffic> of(int pid) {
        return ProcFile.find("/proc/" + pid + "/net/dev").map(NetworkTraffic::parse);
    }

    /// Two lines of headings, then ` eth0: 1296 16 …`; the name may touch the first number.
    static NetworkTraffic parse(String text) {
        long received = 0;
        long sent = 0;
        for (String line : text.split("\n", -1)) {
            int colon = line.lastIndexOf(':');
            String name = colon < 0 ? "lo" : line.substring(0, colon).strip();
            if (!name.equals("lo")) {
                String[] numbers = line.substring(colon + 1).strip().split(" +", -1);
                received += Long.parseLong(numbers[RECEIVED]);
                sent += Long.parseLong(numbers[SENT]);
            }
        }
        return new NetworkTraffic(received, sent);
    }
}
