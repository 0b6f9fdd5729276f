package dev.hako.compare.equality;

/// Text of programs in containers, as it may be shown on a terminal: nothing in it controls that.
final class Shown {
    private static final int MOST = 120;

    private Shown() {}

    static String of(String text) {
        String harmless = text.replaceAll("[\\p{Cc}\\p{Cf}]", "\ufffd");
        return harmless.length() <= MOST ? harmless : harmless.substring(0, MOST) + "…";
    }
}
