package dev.hako.app.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.guest.kernel.GuestKernel;
import dev.hako.guest.kernel.KernelDocument;
import dev.hako.guest.kernel.KernelFacts;
import dev.hako.guest.kernel.KernelStore;
import dev.hako.image.registry.Access;
import dev.hako.image.registry.Registries;
import dev.hako.image.registry.RegistryDestination;
import dev.hako.image.registry.RegistrySource;
import dev.hako.image.source.Document;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.json.Json;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.registry.RegistrySetup;
import dev.hako.testing.registry.TestRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kernels in Debian's `docker-registry`.
@NeedsProgram("docker-registry")
class KernelArtifactIT {
    private static final KernelFacts FACTS =
            new KernelFacts(
                    "7.2.13-hako",
                    "x86_64",
                    "a test",
                    "gcc",
                    Instant.parse("2026-01-02T03:04:05Z"),
                    7);

    @TempDir static Path registryFolder;
    @TempDir Path folder;
    private static TestRegistry registry;
    private KernelStore store;

    @BeforeAll
    static void startRegistry() throws IOException {
        registry = new RegistrySetup(registryFolder).start();
    }

    @AfterAll
    static void leaveNothing() {
        registry.close();
    }

    @BeforeEach
    void openStore() {
        store = new KernelStore(folder.resolve("kernels"));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /// The shortest file that claims to be a static program for x86_64.
    private static byte[] program() {
        ByteBuffer elf = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1);
        elf.putShort(18, (short) 62).putLong(32, 64).putShort(56, (short) 1).putInt(64, 1);
        return elf.array();
    }

    private static Descriptor put(RegistryDestination to, String mediaType, byte[] bytes)
            throws IOException {
        Descriptor blob = Descriptor.of(mediaType, Digest.sha256(bytes), bytes.length);
        to.put(
                blob,
                (_, offset) ->
                        new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset));
        return blob;
    }

    /// Pushes what is given as a kernel.
    private static ImageReference push(String name, String facts, List<byte[]> layers)
            throws IOException {
        ImageReference reference = ImageReference.parse(registry.reference(name));
        try (RegistryDestination to = new Registries().destination(reference, Access.ANONYMOUS)) {
            Descriptor config = put(to, facts, KernelDocument.write(FACTS));
            Descriptor program = put(to, KernelArtifact.PROGRAM, layers.getFirst());
            Descriptor options = put(to, KernelArtifact.OPTIONS, layers.getLast());
            byte[] manifest = Json.write(Manifest.of(config, List.of(program, options)));
            String type = "application/vnd.oci.image.manifest.v1+json";
            to.name(
                    new Document(
                            Descriptor.of(type, Digest.sha256(manifest), manifest.length),
                            manifest));
        }
        return reference;
    }

    private GuestKernel pull(ImageReference name) {
        try (RegistrySource source = new Registries().source(name, Access.ANONYMOUS)) {
            return KernelArtifact.pull(source, store);
        }
    }

    private static List<byte[]> whole() throws IOException {
        return List.of(gzip(program()), gzip("CONFIG_A=y\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void pullsWhatWasPushed() throws IOException {
        GuestKernel kernel = pull(push("team/kernel:7.2", KernelArtifact.FACTS, whole()));
        assertThat(kernel.id()).isEqualTo(Digest.sha256(program()).hex());
        assertThat(kernel.facts()).isEqualTo(FACTS);
        assertThat(kernel.configuration()).hasContent("CONFIG_A=y\n");
        assertThat(store.all()).containsExactly(kernel);
    }

    @Test
    void refusesAnImageThatIsNoKernel() throws IOException {
        ImageReference name =
                push("team/box:1", "application/vnd.oci.image.config.v1+json", whole());
        assertThatThrownBy(() -> pull(name))
                .hasMessageStartingWith(
                        "cannot get the kernel \"" + name + "\": it is no guest kernel");
    }

    @Test
    void refusesAProgramThatIsNoKernel() throws IOException {
        List<byte[]> layers = List.of(gzip(new byte[100]), whole().getLast());
        ImageReference name = push("team/kernel:bad", KernelArtifact.FACTS, layers);
        assertThatThrownBy(() -> pull(name)).hasMessageContaining("it is no program for x86_64");
        assertThat(store.all()).isEmpty();
        assertThat(folder.resolve("kernels")).isDirectoryNotContaining("glob:**arriving*");
    }

    @Test
    void refusesALayerThatUnpacksToTooMuch() throws IOException {
        List<byte[]> layers = List.of(whole().getFirst(), gzip(new byte[2 << 20]));
        ImageReference name = push("team/kernel:bomb", KernelArtifact.FACTS, layers);
        assertThatThrownBy(() -> pull(name))
                .hasMessageContaining("more than 1048576 bytes unpacked");
    }

    @Test
    void refusesAnotherContentThanTheDigestNames() throws IOException {
        List<byte[]> layers = whole();
        ImageReference name = push("team/kernel:changed", KernelArtifact.FACTS, layers);
        Path blob = registry.blob(Digest.sha256(layers.getLast()).toString());
        byte[] other = gzip("CONFIG_B=y\n".getBytes(StandardCharsets.UTF_8));
        byte[] kept = Files.readAllBytes(blob);
        Files.write(blob, other);
        assertThatThrownBy(() -> pull(name)).hasMessageContaining("another content");
        Files.write(blob, kept);
        assertThat(store.all()).isEmpty();
    }
}
