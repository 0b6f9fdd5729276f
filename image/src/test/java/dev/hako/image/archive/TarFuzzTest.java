package dev.hako.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A damaged archive is read or refused, and never leaves the directory that it is unpacked in.
///
/// The damage is the same in each run; `-Dhako.fuzz.rounds=1000000` tries more.
class TarFuzzTest {
    private static final int ROUNDS = Integer.getInteger("hako.fuzz.rounds", 2000);

    @TempDir Path directory;

    private static byte[] good() throws IOException {
        Metadata metadata =
                new Metadata(
                        0755,
                        0,
                        0,
                        Instant.EPOCH,
                        Map.of(NativePath.of("user.a"), new byte[] {1, 2}));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(bytes)) {
            NativePath d = NativePath.of("d");
            writer.add(new Entry(d, new Entry.Directory(), metadata), Content.NONE);
            writer.add(
                    new Entry(NativePath.of("d/f"), new Entry.Regular(4), metadata),
                    new Content.Bytes(new byte[4]));
            writer.add(
                    new Entry(NativePath.of("l"), new Entry.SymbolicLink(d), metadata),
                    Content.NONE);
            writer.add(
                    new Entry(
                            NativePath.of("h"), new Entry.HardLink(NativePath.of("d/f")), metadata),
                    Content.NONE);
        }
        return bytes.toByteArray();
    }

    /// Some bytes are changed, and most headers are given the sum that belongs to them.
    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            String likely = "./0127\0xgLKS57 \377";
            bytes[at] =
                    random.nextBoolean()
                            ? (byte) random.nextInt()
                            : (byte) likely.charAt(random.nextInt(likely.length()));
        }
        for (int at = 0; at + TarFormat.BLOCK <= bytes.length; at += TarFormat.BLOCK) {
            if (bytes[at + TarFormat.MAGIC] == 'u' && random.nextInt(8) > 0) {
                byte[] block = Arrays.copyOfRange(bytes, at, at + TarFormat.BLOCK);
                String sum = "%06o".formatted(TarFormat.checksum(block));
                for (int i = 0; i < sum.length(); i++) {
                    bytes[at + TarFormat.CHECKSUM + i] = (byte) sum.charAt(i);
                }
            }
        }
        return bytes;
    }

    @Test
    void readsAnArchiveOrRefusesIt() throws IOException {
        Random random = new Random(1);
        byte[] good = good();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = damaged(good, random);
            try {
                new TarReader(new ByteArrayInputStream(bytes)).sendTo(new Listing());
            } catch (Failure e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException e) {
                fail("round " + round, e);
            }
        }
    }

    @Test
    void unpacksADamagedArchiveNowhereElse() throws IOException {
        Random random = new Random(2);
        byte[] good = good();
        Path outside = Files.createDirectory(directory.resolve("outside"));
        for (int round = 0; round < ROUNDS / 10; round++) {
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
        return new Metadata(metadata.permissions() | 0700, -1, -1, Instant.EPOCH, Map.of());
    }
}
