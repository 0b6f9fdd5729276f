package dev.hako.guest.build;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// All that decides what a build makes.
///
/// @param source its identity
/// @param fragments the options
/// @param tools what compiler and linker say of themselves
record Inputs(String source, Fragments fragments, String tools) {
    /// Raised when equal inputs are built to something else.
    private static final String RECIPE = "1";

    /// One name for all of it, as hexadecimal digits.
    String key() {
        String all = String.join("\0", RECIPE, source, fragments.text(), tools);
        return HexFormat.of().formatHex(sha256().digest(all.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
