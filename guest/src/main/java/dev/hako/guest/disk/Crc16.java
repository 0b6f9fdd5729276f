package dev.hako.guest.disk;

/// The checksum of the kernel's lib/crc/crc16.c: polynomial 0x8005, bits reflected.
final class Crc16 {
    private static final int REFLECTED = 0xa001;

    private Crc16() {}

    /// @param start what has been summed up so far
    /// @param length how many bytes, from the first
    static int of(int start, byte[] bytes, int length) {
        int crc = start;
        for (int i = 0; i < length; i++) {
            crc ^= bytes[i] & 0xff;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ REFLECTED;
            }
        }
        return crc;
    }
}
