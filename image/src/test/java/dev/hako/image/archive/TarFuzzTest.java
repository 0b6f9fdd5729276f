package dev.hako.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A damaged archive is read or refused, and never leaves the directory that it is unpacked in.
///
/// The archives in `corpus` are GNU tar's, of every format. The damage is the same in each run;
/// `-Dhako.fuzz.rounds=1000000` tries more.
class TarFuzzTest {
    private static final int ROUNDS = Integer.getInteger("hako.fuzz.rounds", 400);
    private static final long MOST_BYTES = 1 << 22;

    @TempDir Path directory;

    private static byte[] seed(String name) throws IOException {
        try (InputStream in = TarFuzzTest.class.getResourceAsStream("corpus/" + name + ".tar.gz")) {
            return new GZIPInputStream(in).readAllBytes();
        }
    }

    /// Some bytes are changed, and most headers are given the sum that belongs to them.
    static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            String likely = "./0127\0xgLKS57 \377,=\n";
            bytes[at] =
                    random.nextBoolean()
                            ? (byte) random.nextInt()
                            : (byte) likely.charAt(random.nextInt(likely.length()));
        }
        for (int at = 0; at + TarFormat.BLOCK <= bytes.length; at += TarFormat.BLOCK) {
            if (bytes[at + TarFormat.MAGIC] == 'u' && random.nextInt(8) > 0) {
                sum(bytes, at);
            }
        }
        return bytes;
    }

    private static void sum(byte[] bytes, int at) {
        byte[] block = Arrays.copyOfRange(bytes, at, at + TarFormat.BLOCK);
        String sum = "%06o".formatted(TarFormat.checksum(block));
        for (int i = 0; i < sum.length(); i++) {
            bytes[at + TarFormat.CHECKSUM + i] = (byte) sum.charAt(i);
        }
    }

    /// Takes content like a stream, but not for hours: a sparse file may claim to have terabytes.
    private static void read(Entry entry, Content content) throws IOException {
        if (entry.size() < MOST_BYTES) {
            content.writeTo(OutputStream.nullOutputStream());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v7",
                "ustar",
                "oldgnu",
                "gnu",
                "pax",
                "long-gnu",
                "long-pax",
                "sparse-old",
                "sparse-0.0",
                "sparse-0.1",
                "sparse-1.0"
            })
    void readsAnArchiveOrRefusesIt(String name) throws IOException {
        Random random = new Random(1);
        byte[] good = seed(name);
        new TarReader(new ByteArrayInputStream(good)).sendTo(TarFuzzTest::read);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = damaged(good, random);
            try {
                new TarReader(new ByteArrayInputStream(bytes)).sendTo(TarFuzzTest::read);
            } catch (Failure e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException e) {
                fail("round " + round, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "pax", "long-pax"})
    void unpacksADamagedArchiveNowhereElse(String name) throws IOException {
        Random random = new Random(2);
        byte[] good = seed(name);
        Path outside = Files.createDirectory(directory.resolve("outside"));
        for (int round = 0; round < ROUNDS / 4; round++) {
            Path inside = Files.createDirectory(outside.resolve("inside-" + round));
            try (Fd top = Open.open(inside.toString(), Open.O_PATH);
                    TreeWriter writer = new TreeWriter(top, TarFuzzTest::mine, false)) {
                new TarReader(new ByteArrayInputStream(damaged(good, random))).sendTo(writer);
            } catch (Failure e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            assertThat(outside.toFile().list()).hasSize(round + 1);
        }
    }

    /// Whoever runs the test may not give files away.
    private static Metadata mine(Metadata metadata) {
        return new Metadata(
                metadata.permissions() | 0700, -1, -1, Instant.EPOCH, Map.<NativePath, byte[]>of());
    }
}
