package dev.hako.image.erofs;

import dev.hako.kernel.Attributes;
import dev.hako.kernel.Device;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Xattrs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A tree of whatever files there can be, the same for the same seed.
final class RandomTree {
    /// Where content, or its end, comes to be elsewhere.
    private static final int[] SIZES = {
        0, 1, 31, 2047, 2048, 2049, 4095, 4096, 4097, 6144, 6145, 8192, 262143, 262144, 262145,
        700001
    };

    private static final int MAX_DEPTH = 5;
    private static final int MAX_NAME = 255;

    private final Random random;

    /// Files that may get second names.
    private final List<Fd> files = new ArrayList<>();

    private RandomTree(long seed) {
        this.random = new Random(seed);
    }

    /// Fills an empty directory.
    static void fill(Fd top, long seed) {
        RandomTree tree = new RandomTree(seed);
        try {
            tree.directory(top, 0);
        } finally {
            tree.files.forEach(Fd::close);
        }
    }

    private void directory(Fd self, int depth) {
        Set<NativePath> taken = new HashSet<>(Set.of(NativePath.of("."), NativePath.of("..")));
        int count = random.nextInt(8) == 0 ? 300 : random.nextInt(12);
        for (int i = 0; i < count; i++) {
            NativePath name = name();
            if (taken.add(name)) {
                child(self, name, depth);
            }
        }
        attributes(self, NativePath.of("."), FileType.DIRECTORY);
    }

    private NativePath name() {
        boolean small = random.nextBoolean();
        byte[] bytes = new byte[1 + random.nextInt(small ? 3 : MAX_NAME)];
        for (int i = 0; i < bytes.length; i++) {
            do {
                bytes[i] =
                        (byte)
                                (small
                                        ? "-./0a\377".charAt(random.nextInt(6))
                                        : random.nextInt(256));
            } while (bytes[i] == 0 || bytes[i] == '/');
        }
        return NativePath.of(bytes);
    }

    private void child(Fd parent, NativePath name, int depth) {
        FileType type = type(depth);
        if (type == FileType.REGULAR && !files.isEmpty() && random.nextInt(5) == 0) {
            Names.linkFd(files.get(random.nextInt(files.size())), parent, name);
            return;
        }
        switch (type) {
            case DIRECTORY -> {
                Names.mkdirat(parent, name, 0700);
                try (Fd made = Open.openat(parent, name, Open.O_RDONLY | Open.O_DIRECTORY)) {
                    directory(made, depth + 1);
                }
            }
            case REGULAR -> regular(parent, name);
            case SYMBOLIC_LINK -> Names.symlinkat(target(), parent, name);
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET, UNKNOWN ->
                    Names.mknodat(parent, name, type, 0600, device(type));
        }
        if (type != FileType.DIRECTORY) {
            attributes(parent, name, type);
        }
    }

    private FileType type(int depth) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> depth < MAX_DEPTH ? FileType.DIRECTORY : FileType.FIFO;
            case 2 -> FileType.SYMBOLIC_LINK;
            case 3 -> FileType.CHARACTER_DEVICE;
            case 4 -> FileType.BLOCK_DEVICE;
            case 5 -> FileType.FIFO;
            case 6 -> FileType.SOCKET;
            default -> FileType.REGULAR;
        };
    }

    private Device device(FileType type) {
        boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
        return device && random.nextInt(3) > 0
                ? new Device(random.nextInt(1 << 12), random.nextInt(1 << 20))
                : Device.NONE;
    }

    private NativePath target() {
        int length = 1 + random.nextInt(random.nextBoolean() ? 40 : 4095);
        return NativePath.of("x".repeat(length));
    }

    private void regular(Fd parent, NativePath name) {
        int size = SIZES[random.nextInt(SIZES.length)];
        byte[] content = new byte[size];
        random.nextBytes(content);
        try (Fd made = Open.openat(parent, name, Open.O_RDWR | Open.O_CREAT | Open.O_EXCL, 0600)) {
            if (random.nextInt(4) == 0) {
                made.seek(random.nextInt(1 << 20), 0);
            }
            made.writeAll(content);
            if (files.size() < 50) {
                files.add(made.duplicate());
            }
        }
    }

    private void attributes(Fd parent, NativePath name, FileType type) {
        for (int i = random.nextInt(3) == 0 ? random.nextInt(6) : 0; i > 0; i--) {
            boolean user = type == FileType.REGULAR || type == FileType.DIRECTORY;
            String attribute = (user && random.nextBoolean() ? "user." : "trusted.") + word();
            Xattrs.setAt(parent, name, NativePath.of(attribute), bytes(random.nextInt(400)));
        }
        Attributes.lchownat(parent, name, id(), id());
        if (type != FileType.SYMBOLIC_LINK) {
            Attributes.fchmodat(parent, name, random.nextInt(1 << 12));
        }
        Attributes.mtimeat(
                parent,
                name,
                Instant.ofEpochSecond(
                        random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000)));
    }

    private int id() {
        return random.nextBoolean() ? random.nextInt(1000) : random.nextInt() & ~1;
    }

    private String word() {
        return "w".repeat(1 + random.nextInt(100)) + random.nextInt(9);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
