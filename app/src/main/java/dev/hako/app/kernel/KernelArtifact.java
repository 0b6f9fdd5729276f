package dev.hako.app.kernel;

import dev.hako.failure.Failure;
import dev.hako.guest.kernel.Arrival;
import dev.hako.guest.kernel.GuestKernel;
import dev.hako.guest.kernel.KernelDocument;
import dev.hako.guest.kernel.KernelFacts;
import dev.hako.guest.kernel.KernelStore;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.json.InvalidDocumentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// A guest kernel in a registry: an OCI artifact of one manifest, whose configuration is the
/// kernel's document, and which has two layers: the program and the file of its options.
public final class KernelArtifact {
    /// `artifactType` of the manifest.
    public static final String TYPE = "application/vnd.hako.kernel.v1";

    /// The configuration: [KernelDocument].
    public static final String FACTS = "application/vnd.hako.kernel.facts.v1+json";

    /// The program, static and stripped.
    public static final String PROGRAM = "application/vnd.hako.kernel.program.v1+gzip";

    /// All options, as the kernel's own build wrote them.
    public static final String OPTIONS = "application/vnd.hako.kernel.options.v1+gzip";

    private static final int MOST_OPTIONS_BYTES = 1 << 20;
    private static final int MOST_PROGRAM_BYTES = 128 << 20;

    private final ImageSource source;
    private final Manifest manifest;

    private KernelArtifact(ImageSource source, Manifest manifest) {
        this.source = source;
        this.manifest = manifest;
    }

    /// Brings a kernel from a registry into a store.
    ///
    /// @throws Failure naming it and what is wrong
    public static GuestKernel pull(ImageSource source, KernelStore store) {
        String intent = "cannot get the kernel \"" + source.name() + "\"";
        try {
            return opened(source).bring(store);
        } catch (InvalidDocumentException e) {
            throw Failure.invalid(intent + ": " + e.getMessage());
        } catch (Failure e) {
            throw e.during(intent);
        } catch (IOException e) {
            throw Failure.of(Failure.Kind.UNAVAILABLE, intent + ": " + e.getMessage(), e);
        }
    }

    private static KernelArtifact opened(ImageSource source) throws IOException {
        Document top = source.top();
        Manifest manifest = Manifest.parse(top.bytes());
        if (!FACTS.equals(manifest.config().mediaType())) {
            throw Failure.invalid(
                    "it is no guest kernel: its configuration is of the type \""
                            + manifest.config().mediaType()
                            + "\"");
        }
        return new KernelArtifact(source, manifest);
    }

    private GuestKernel bring(KernelStore store) throws IOException {
        KernelFacts facts = KernelDocument.parse(source.document(manifest.config()).bytes());
        try (Arrival arrival = store.arrival()) {
            String options = options(layer(OPTIONS));
            receive(layer(PROGRAM), arrival.file());
            return store.add(arrival.file(), options, facts);
        }
    }

    private String options(Descriptor blob) throws IOException {
        try (InputStream in = opened(blob)) {
            byte[] text = in.readNBytes(MOST_OPTIONS_BYTES + 1);
            requireBound(text.length, MOST_OPTIONS_BYTES);
            return new String(text, StandardCharsets.UTF_8);
        }
    }

    private Descriptor layer(String mediaType) {
        List<Descriptor> layers =
                manifest.layers().stream()
                        .filter(layer -> layer.mediaType().equals(mediaType))
                        .toList();
        if (layers.size() != 1) {
            throw Failure.invalid(
                    "it has %d layers of the type \"%s\", and not one"
                            .formatted(layers.size(), mediaType));
        }
        return layers.getFirst();
    }

    private void receive(Descriptor program, Path file) throws IOException {
        try (InputStream in = opened(program);
                OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            long bytes = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes += count;
                requireBound(bytes, MOST_PROGRAM_BYTES);
                out.write(buffer, 0, count);
            }
        }
    }

    private static void requireBound(long bytes, long most) {
        if (bytes > most) {
            throw Failure.invalid("one of its layers has more than " + most + " bytes unpacked");
        }
    }

    /// Its content, which is read to its end and compared with its digest when it is closed.
    private InputStream opened(Descriptor blob) throws IOException {
        MessageDigest hash = blob.digest().algorithm().messageDigest();
        InputStream raw = new DigestInputStream(source.blob(blob, 0), hash);
        return new GZIPInputStream(raw) {
            @Override
            public void close() throws IOException {
                try (InputStream rest = raw) {
                    rest.transferTo(OutputStream.nullOutputStream());
                    super.close();
                }
                if (!Digest.of(blob.digest().algorithm(), hash.digest()).equals(blob.digest())) {
                    throw Failure.invalid(
                            "blob " + blob.digest() + " has another content than that");
                }
            }
        };
    }
}
