package dev.hako.guest.kernel;

import java.nio.file.Path;

/// A kernel in the store.
///
/// @param id 64 hexadecimal digits: the SHA-256 of the program
/// @param program the file: static, stripped, executable
/// @param configuration the file of all its options, as the kernel's own build wrote it
public record GuestKernel(
        String id, KernelFacts facts, long sizeBytes, Path program, Path configuration) {
    private static final int SHORT_DIGITS = 12;

    /// The first digits of the id, for people.
    public String shortId() {
        return id.substring(0, SHORT_DIGITS);
    }
}
