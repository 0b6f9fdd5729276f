package dev.hako.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A path or file name as the kernel sees it: bytes without a NUL, in no particular encoding.
///
/// Paths compare by their bytes. Nothing is normalised: `a//b` and `a/b` differ.
public final class NativePath implements Comparable<NativePath> {
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final NativePath EMPTY = new NativePath(new byte[0]);

    private final byte[] bytes;

    private NativePath(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The path with the UTF-8 bytes of `path`.
    ///
    /// @throws IllegalArgumentException if it holds a NUL
    public static NativePath of(String path) {
        return checked(path.getBytes(StandardCharsets.UTF_8));
    }

    /// The path with a copy of these bytes.
    ///
    /// @throws IllegalArgumentException if they hold a NUL
    public static NativePath of(byte[] path) {
        return checked(path.clone());
    }

    /// No name at all: with `AT_EMPTY_PATH` it means the descriptor itself.
    public static NativePath empty() {
        return EMPTY;
    }

    private static NativePath checked(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException(
                        "a path cannot hold a NUL: \"" + text(bytes) + "\"");
            }
        }
        return new NativePath(bytes);
    }

    /// A copy of the bytes, without a terminator.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// The number of bytes.
    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /// Whether it starts at the root.
    public boolean isAbsolute() {
        return bytes.length > 0 && bytes[0] == '/';
    }

    /// `this/other`, or `other` itself if it is absolute.
    public NativePath resolve(NativePath other) {
        if (other.isAbsolute() || isEmpty()) {
            return other;
        }
        boolean slash = bytes[bytes.length - 1] != '/';
        byte[] joined = Arrays.copyOf(bytes, bytes.length + (slash ? 1 : 0) + other.bytes.length);
        if (slash) {
            joined[bytes.length] = '/';
        }
        System.arraycopy(
                other.bytes, 0, joined, joined.length - other.bytes.length, other.bytes.length);
        return new NativePath(joined);
    }

    /// `this/other` for a name in UTF-8.
    public NativePath resolve(String other) {
        return resolve(of(other));
    }

    /// What comes before the last `/`; `/` for a child of the root, `.` for a bare name.
    public NativePath parent() {
        int slash = lastSlash();
        if (slash < 0) {
            return of(".");
        }
        return new NativePath(Arrays.copyOf(bytes, Math.max(slash, 1)));
    }

    /// What comes after the last `/`.
    public NativePath name() {
        return new NativePath(Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length));
    }

    private int lastSlash() {
        int i = bytes.length - 1;
        while (i >= 0 && bytes[i] != '/') {
            i--;
        }
        return i;
    }

    /// The bytes with a terminating NUL, for a call.
    MemorySegment in(Arena arena) {
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    @Override
    public int compareTo(NativePath other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NativePath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The text for people: UTF-8 where it is, other bytes and control characters as `\xNN`. Not
    /// reversible; use [#bytes()] for anything but messages.
    @Override
    public String toString() {
        return text(bytes);
    }

    private static String text(byte[] bytes) {
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (decoded.chars().noneMatch(Character::isISOControl)) {
                return decoded;
            }
        } catch (CharacterCodingException notText) {
            // Shown byte by byte below.
        }
        StringBuilder escaped = new StringBuilder();
        for (byte b : bytes) {
            if (b >= 0x20 && b < 0x7f) {
                escaped.append((char) b);
            } else {
                escaped.append("\\x").append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
            }
        }
        return escaped.toString();
    }
}
