package dev.hako.guest.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelStoreTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir Path folder;
    private KernelStore store;

    @BeforeEach
    void openStore() {
        store = new KernelStore(folder.resolve("kernels"));
    }

    private static KernelFacts facts(Instant created) {
        return new KernelFacts("7.2.13-hako", "x86_64", "a test", "gcc 12", created, 7);
    }

    /// The shortest file that claims to be a static program for x86_64.
    private Path program(int distinction) throws IOException {
        ByteBuffer elf = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1);
        elf.putShort(18, (short) 62).putLong(32, 64).putShort(56, (short) 1);
        elf.putInt(64, 1).putInt(120, distinction);
        return Files.write(folder.resolve("program"), elf.array());
    }

    private GuestKernel add(int distinction) throws IOException {
        return store.add(
                program(distinction), "CONFIG_A=y\n", facts(THEN.plusSeconds(distinction)));
    }

    @Test
    void hasNothingBeforeAnythingIsBuilt() {
        assertThat(store.all()).isEmpty();
        assertThatThrownBy(() -> store.kernel("ab"))
                .hasMessageContaining("no guest kernel \"ab\"")
                .hasMessageContaining("hako kernel build");
    }

    @Test
    void keepsWhatWasAddedUnderItsHash() throws IOException {
        GuestKernel kernel = add(1);
        assertThat(new KernelStore(folder.resolve("kernels")).all()).containsExactly(kernel);
        assertThat(kernel.facts()).isEqualTo(facts(THEN.plusSeconds(1)));
        assertThat(kernel.configuration()).hasContent("CONFIG_A=y\n");
        assertThat(kernel.sizeBytes()).isEqualTo(128);
        assertThat(add(1)).isEqualTo(kernel);
    }

    @Test
    void findsKernelsByTheFirstDigits() throws IOException {
        GuestKernel kernel = add(1);
        assertThat(store.kernel(kernel.shortId())).isEqualTo(kernel);
        assertThat(store.kernel("sha256:" + kernel.id())).isEqualTo(kernel);
        for (int i = 2; i < 20; i++) {
            add(i);
        }
        String shared =
                Stream.of("0123456789abcdef".split(""))
                        .filter(digit ->
                                store.all().stream()
                                                .filter(one -> one.id().startsWith(digit))
                                                .count()
                                        > 1)
                        .findFirst()
                        .orElseThrow();
        assertThatThrownBy(() -> store.kernel(shared)).hasMessageContaining("write more digits");
        assertThat(store.all().getFirst().facts().createdAt()).isEqualTo(THEN.plusSeconds(19));
    }

    @Test
    void removesAKernel() throws IOException {
        GuestKernel kernel = add(1);
        store.remove(kernel);
        assertThat(store.all()).isEmpty();
        assertThat(kernel.program()).doesNotExist();
        assertThatThrownBy(() -> store.remove(kernel)).isInstanceOf(Failure.class);
    }

    @Test
    void leavesOutWhatANewerOneHasWritten() throws IOException {
        GuestKernel kernel = add(1);
        Path document = kernel.program().resolveSibling("kernel.json");
        String text = Files.readString(document);
        Files.writeString(document, text.replace("\"schema\": 1", "\"schema\": 2"));
        assertThat(store.all()).isEmpty();
        assertThatThrownBy(() -> KernelDocument.parse(Files.readAllBytes(document)))
                .hasMessageContaining("a newer hako wrote it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"schema\":1}",
                "{\"schema\":\"x\"}",
                "{\"schema\":1,\"version\":{}}",
                "{\"schema\":1,\"version\":\"a\\u001bb\",\"machine\":\"m\",\"source\":\"s\",\"compiler\":\"c\",\"createdAt\":\"2026-01-02T03:04:05Z\",\"steps\":1}",
                "{\"schema\":1,\"version\":\"a\",\"machine\":\"m\",\"source\":\"s\",\"compiler\":\"c\",\"createdAt\":\"yesterday\",\"steps\":1}",
            })
    void refusesDocumentsOfOthersThatAreNone(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> KernelDocument.parse(utf8))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("it is no document of a kernel");
    }

    @Test
    void refusesADocumentThatNestsDeeply() {
        byte[] utf8 = "[".repeat(60_000).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> KernelDocument.parse(utf8)).isInstanceOf(Failure.class);
    }

    @Test
    void collectsWhatKilledEnginesHaveLeft() throws IOException {
        add(1);
        Path left = Files.writeString(folder.resolve("kernels/arriving-1234"), "half");
        Path hidden = Files.createDirectory(folder.resolve("kernels/.abcd"));
        Path building = Files.createDirectory(store.building());
        try (Arrival arriving = store.arrival()) {
            Files.writeString(arriving.file(), "half");
            try (FileLock _ = store.turn().orElseThrow()) {
                assertThat(left).doesNotExist();
                assertThat(hidden).doesNotExist();
                assertThat(building).doesNotExist();
                assertThat(arriving.file()).exists();
                assertThat(store.turn()).isEmpty();
            }
        }
        assertThat(store.all()).hasSize(1);
        assertThat(folder.resolve("kernels").toFile().list())
                .noneMatch(name -> name.startsWith("arriving"));
    }
}
