package dev.hako.engine;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Identifiers nobody can guess.
final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private Ids() {}

    /// 64 hexadecimal digits, not all of the first 12 decimal (those could be taken for a number).
    static String random() {
        byte[] bytes = new byte[BYTES];
        String id;
        do {
            RANDOM.nextBytes(bytes);
            id = HexFormat.of().formatHex(bytes);
        } while (id.chars().limit(12).allMatch(Character::isDigit));
        return id;
    }
}
