package dev.hako.kernel.seccomp;

import dev.hako.kernel.SyscallAbi;
import java.util.Map;
import java.util.Optional;

/// The calls i386 also has behind `socketcall` and `ipc`: linux/net.h, linux/ipc.h.
final class MultiplexedCalls {
    /// @param name the call in front
    /// @param selector its first argument
    record Entry(String name, int selector) {}

    private static final Map<String, Integer> SOCKETCALL =
            Map.ofEntries(
                    Map.entry("socket", 1),
                    Map.entry("bind", 2),
                    Map.entry("connect", 3),
                    Map.entry("listen", 4),
                    Map.entry("accept", 5),
                    Map.entry("getsockname", 6),
                    Map.entry("getpeername", 7),
                    Map.entry("socketpair", 8),
                    Map.entry("send", 9),
                    Map.entry("recv", 10),
                    Map.entry("sendto", 11),
                    Map.entry("recvfrom", 12),
                    Map.entry("shutdown", 13),
                    Map.entry("setsockopt", 14),
                    Map.entry("getsockopt", 15),
                    Map.entry("sendmsg", 16),
                    Map.entry("recvmsg", 17),
                    Map.entry("accept4", 18),
                    Map.entry("recvmmsg", 19),
                    Map.entry("sendmmsg", 20));
    private static final Map<String, Integer> IPC =
            Map.ofEntries(
                    Map.entry("semop", 1),
                    Map.entry("semget", 2),
                    Map.entry("semctl", 3),
                    Map.entry("semtimedop", 4),
                    Map.entry("msgsnd", 11),
                    Map.entry("msgrcv", 12),
                    Map.entry("msgget", 13),
                    Map.entry("msgctl", 14),
                    Map.entry("shmat", 21),
                    Map.entry("shmdt", 22),
                    Map.entry("shmget", 23),
                    Map.entry("shmctl", 24));

    private MultiplexedCalls() {}

    static Optional<Entry> find(SyscallAbi abi, String name) {
        if (abi != SyscallAbi.I386) {
            return Optional.empty();
        }
        if (SOCKETCALL.containsKey(name)) {
            return Optional.of(new Entry("socketcall", SOCKETCALL.getOrDefault(name, 0)));
        }
        if (IPC.containsKey(name)) {
            return Optional.of(new Entry("ipc", IPC.getOrDefault(name, 0)));
        }
        return Optional.empty();
    }
}
