package dev.hako.guest.kernel;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file that claims to be a guest kernel's program.
final class ProgramFile {
    /// No guest kernel of ours is nearly as large.
    static final long MOST_BYTES = 128L << 20;

    private static final int EM_X86_64 = 62;
    private static final int HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int PT_INTERP = 3;
    private static final int MOST_PROGRAM_HEADERS = 64;

    private ProgramFile() {}

    /// Looks at one.
    ///
    /// @return the SHA-256 of it, as 64 hexadecimal digits
    /// @throws Failure `INVALID` if it cannot be run in an empty root on this kind of machine
    static String check(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw refused(file, "it has more than " + MOST_BYTES + " bytes");
            }
            requireProgram(file);
            return digest(file);
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE, "cannot read \"" + file + "\": " + e.getMessage(), e);
        }
    }

    private static void requireProgram(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start =
                    in.readNBytes(HEADER_BYTES + PROGRAM_HEADER_BYTES * MOST_PROGRAM_HEADERS);
            ByteBuffer elf = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
            boolean is64 =
                    start.length >= HEADER_BYTES
                            && elf.getInt(0) == 0x464c457f
                            && elf.get(4) == 2
                            && elf.get(5) == 1;
            if (!is64 || Short.toUnsignedInt(elf.getShort(18)) != EM_X86_64) {
                throw refused(file, "it is no program for x86_64");
            }
            requireStatic(file, elf);
        }
    }

    private static void requireStatic(Path file, ByteBuffer elf) {
        long offset = elf.getLong(32);
        int count = Short.toUnsignedInt(elf.getShort(56));
        boolean readable =
                offset == HEADER_BYTES
                        && count <= MOST_PROGRAM_HEADERS
                        && elf.limit() >= HEADER_BYTES + count * PROGRAM_HEADER_BYTES;
        if (!readable) {
            throw refused(file, "its program headers are not where a linker puts them");
        }
        for (int i = 0; i < count; i++) {
            if (elf.getInt(HEADER_BYTES + i * PROGRAM_HEADER_BYTES) == PT_INTERP) {
                throw refused(file, "it is not static");
            }
        }
    }

    private static Failure refused(Path file, String why) {
        return Failure.invalid("\"" + file.getFileName() + "\" is no guest kernel: " + why);
    }

    private static String digest(Path file) throws IOException {
        MessageDigest hash = sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), hash)) {
            Files.copy(file, out);
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
