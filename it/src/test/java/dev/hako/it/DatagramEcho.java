package dev.hako.it;

import java.util.ArrayList;
import java.util.List;

/// A container that answers datagrams at port 53 with the same in capital letters.
final class DatagramEcho {
    private static final String PROGRAM =
            """
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind(('', 53))
            while True:
                d, a = s.recvfrom(99)
                s.sendto(d.upper(), a)
            """;

    private DatagramEcho() {}

    /// @param options of `hako run`
    static void run(Hako hako, String... options) {
        List<String> words = new ArrayList<>(List.of("run", "-d"));
        words.addAll(List.of(options));
        words.addAll(List.of("host", "python3", "-c", PROGRAM));
        hako.answer(words.toArray(String[]::new));
    }
}
