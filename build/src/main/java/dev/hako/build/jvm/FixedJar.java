package dev.hako.build.jvm;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A jar whose bytes follow from its entries alone: all of one time, and none compressed, since the
/// layer is.
final class FixedJar implements AutoCloseable {
    /// The first that the format can say.
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 0);

    private final ZipOutputStream out;
    private final Set<String> written = new HashSet<>();

    private FixedJar(OutputStream file) {
        this.out = new ZipOutputStream(file);
    }

    static FixedJar create(Path file) throws IOException {
        return new FixedJar(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    void manifest(Manifest manifest) throws IOException {
        begin(new ZipEntry("META-INF/"), new byte[0]);
        written.add("META-INF/");
        ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        begin(entry, bytes.toByteArray());
    }

    /// Adds a file and the directories above it, which some look for.
    void add(String name, byte[] content) throws IOException {
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            String directory = name.substring(0, slash + 1);
            if (written.add(directory)) {
                begin(new ZipEntry(directory), new byte[0]);
            }
        }
        if (written.add(name)) {
            begin(new ZipEntry(name), content);
        }
    }

    private void begin(ZipEntry entry, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        entry.setTimeLocal(TIME);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
