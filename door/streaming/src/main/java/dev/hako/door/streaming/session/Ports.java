package dev.hako.door.streaming.session;

import java.util.Optional;

/// The numbers of ports.
final class Ports {
    private static final int MAX = 65535;

    private Ports() {}

    static boolean isPort(int number) {
        return number >= 1 && number <= MAX;
    }

    static Optional<Integer> parse(String decimal) {
        try {
            return Optional.of(Integer.parseInt(decimal)).filter(Ports::isPort);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
