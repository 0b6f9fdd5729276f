package dev.hako.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hako.failure.Failure;
import dev.hako.kernel.Device;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Xattrs;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Layers of members that nobody would make on purpose but to get out: of few names, so that links,
/// marks, directories and files meet in each other's place.
///
/// The members are the same in each run; `-Dhako.fuzz.rounds=1000000` tries more.
@NeedsRoot
class LayerFuzzIT {
    private static final int ROUNDS = Integer.getInteger("hako.fuzz.rounds", 600);
    private static final int MEMBERS = 12;
    private static final String[] NAMES = {
        "a",
        "b",
        "l",
        ".",
        "..",
        "",
        ".wh.a",
        ".wh.l",
        ".wh.",
        ".wh...",
        ".wh..wh..opq",
        ".wh..wh.plnk"
    };
    private static final String[] TARGETS = {
        "/", "..", "../..", "../../../outside", "/etc", "a", "a/b", "l", ".", "", "b/../.."
    };

    @TempDir Path folder;
    private Path outside;

    @BeforeEach
    void makeOutside() throws IOException {
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
    }

    @Test
    void staysInsideWhateverTheMembersSay() throws IOException {
        Random random = new Random(3);
        long descriptors = descriptors();
        int whole = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path inside = Files.createDirectory(folder.resolve("inside"));
            try {
                unpack(inside, random);
                whole++;
            } catch (Failure e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException e) {
                fail("round " + round, e);
            }
            assertThat(outside.toFile().list()).containsExactly("secret");
            assertThat(outside.resolve("secret")).hasContent("secret");
            FileTree.delete(inside);
            assertThat(folder.toFile().list()).containsExactly("outside");
        }
        assertThat(descriptors()).isEqualTo(descriptors);
        assertThat(whole).as("layers that were unpacked whole").isGreaterThan(ROUNDS / 10);
    }

    private static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static void unpack(Path inside, Random random) throws IOException {
        LayerUnpacker.Rules rules =
                new LayerUnpacker.Rules(TreeMarks.of(false), FileOwners.own(), 1000);
        try (Fd top = Open.open(inside.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
                LayerUnpacker unpacker = new LayerUnpacker(top, rules)) {
            for (int i = random.nextInt(MEMBERS); i >= 0; i--) {
                unpacker.add(entry(random), new Content.Bytes(new byte[] {'x'}));
            }
            unpacker.finish();
        }
    }

    private static Entry entry(Random random) {
        Metadata metadata =
                new Metadata(random.nextInt(010000), 0, 0, Instant.EPOCH, attributes(random));
        return new Entry(path(random), kind(random), metadata);
    }

    private static Map<NativePath, byte[]> attributes(Random random) {
        return random.nextInt(4) > 0
                ? Map.of()
                : Map.of(
                        NativePath.of("trusted.overlay.redirect"), new byte[] {'/'},
                        NativePath.of("user.overlay.opaque"), new byte[] {'y'});
    }

    private static NativePath path(Random random) {
        NativePath path = NativePath.of(random.nextInt(8) == 0 ? "/" : pick(NAMES, random, 3));
        for (int i = random.nextInt(3); i > 0; i--) {
            path = path.resolve(pick(NAMES, random, i == 1 ? NAMES.length : 3));
        }
        return path;
    }

    /// Mostly one of the first.
    private static String pick(String[] words, Random random, int first) {
        return words[random.nextInt(random.nextInt(4) > 0 ? first : words.length)];
    }

    private static Entry.Kind kind(Random random) {
        NativePath target = NativePath.of(TARGETS[random.nextInt(TARGETS.length)]);
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Entry.Directory();
            case 2, 3 -> new Entry.SymbolicLink(target);
            case 4 -> new Entry.HardLink(target);
            case 5 -> new Entry.Node(FileType.CHARACTER_DEVICE, Device.NONE);
            default -> new Entry.Regular(1);
        };
    }

    @Test
    void hasNoAttributesOfOverlayfs() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        LayerUnpacker.Rules rules =
                new LayerUnpacker.Rules(TreeMarks.of(false), FileOwners.own(), 1000);
        Metadata metadata =
                new Metadata(
                        0755,
                        0,
                        0,
                        Instant.EPOCH,
                        Map.of(
                                NativePath.of("trusted.overlay.redirect"), new byte[] {'/'},
                                NativePath.of("user.overlay.opaque"), new byte[] {'y'},
                                NativePath.of("user.kept"), new byte[] {'y'}));
        try (Fd top = Open.open(inside.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
                LayerUnpacker unpacker = new LayerUnpacker(top, rules)) {
            unpacker.add(
                    new Entry(NativePath.of("d"), new Entry.Directory(), metadata), Content.NONE);
            unpacker.finish();
        }
        try (Fd d = Open.open(inside.resolve("d").toString(), Open.O_RDONLY)) {
            assertThat(Xattrs.list(d)).containsExactly(NativePath.of("user.kept"));
        }
    }
}
