package dev.hako.engine.egress;

import dev.hako.oci.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The decisions about one container: lines of JSON, in the format of its log, in files of which
/// those that are full are `….1` and `….2`. One thread at a time may add to it.
///
/// Nothing is synced: a crash of the machine may take the last seconds.
public final class DecisionLog {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);
    private static final long MAX_BYTES = 1 << 20;
    private static final int MOST_OLD_FILES = 2;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'")
                    .withZone(ZoneOffset.UTC);

    private final Path current;

    /// @param current the file that is added to, which need not be there yet
    public DecisionLog(Path current) {
        this.current = current;
    }

    /// What cannot be written is reported to the engine's log: it was decided all the same. When
    /// the container has gone, nothing is written any more.
    public void add(Instant time, EgressDecision decision) {
        String line =
                TIME.format(time)
                        + " stdout F "
                        + new String(Json.write(decision), StandardCharsets.UTF_8)
                        + "\n";
        try {
            if (append(line.getBytes(StandardCharsets.UTF_8)) > MAX_BYTES) {
                rotate();
            }
        } catch (NoSuchFileException _) {
            LOG.debug("the container of {} has gone", current);
        } catch (IOException e) {
            LOG.warn("cannot record a decision about egress: {}", e.getMessage());
        }
    }

    private long append(byte[] line) throws IOException {
        try (FileChannel file =
                FileChannel.open(
                        current,
                        Set.of(
                                StandardOpenOption.WRITE,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            return file.size();
        }
    }

    private void rotate() throws IOException {
        for (int number = MOST_OLD_FILES; number > 0; number--) {
            Path from = number == 1 ? current : old(number - 1);
            if (Files.exists(from)) {
                Files.move(from, old(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path old(int number) {
        return current.resolveSibling(current.getFileName() + "." + number);
    }
}
