package dev.hako.compare.cri;

import dev.hako.compare.host.Scratch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// An image of the size that images have: [#LAYERS] layers of 20 MiB each, in files of 64 KiB that
/// gzip makes half as large, as it does with programs.
public final class LargeImage {
    /// What pulling it is called.
    public static final String TITLE = "PullImage, 60 MiB in 3 layers, and unpacked";

    private static final int LAYERS = 3;
    private static final int FILES = 320;
    private static final int FILE_BYTES = 64 << 10;
    private static final int LETTERS = 16;
    private static final long SEED = 0x68616b6f;

    private LargeImage() {}

    /// Makes a layout in a folder that is its own.
    public static Path make(Path folder) {
        try {
            SplittableRandom random = new SplittableRandom(SEED);
            List<ImageLayout.Layer> layers = new ArrayList<>();
            for (int i = 0; i < LAYERS; i++) {
                Path root = folder.resolve("root" + i);
                fill(root.resolve("layer" + i), random);
                Path tar = ProbeImage.tar(root, folder.resolve("layer.tar"));
                Scratch.delete(root);
                byte[] bytes = Files.readAllBytes(tar);
                layers.add(new ImageLayout.Layer(bytes, packed(bytes), true));
            }
            Path layout = folder.resolve("layout");
            new ImageLayout(layout).write("compare.local/large:1", layers);
            return layout;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(Path folder, SplittableRandom random) throws IOException {
        Files.createDirectories(folder);
        byte[] content = new byte[FILE_BYTES];
        for (int i = 0; i < FILES; i++) {
            random.nextBytes(content);
            for (int j = 0; j < content.length; j++) {
                content[j] = (byte) ('a' + (content[j] & LETTERS - 1));
            }
            Files.write(folder.resolve("file" + i), content);
        }
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new Fast(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    /// What matters is how long it takes to unpack.
    private static final class Fast extends GZIPOutputStream {
        private Fast(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
