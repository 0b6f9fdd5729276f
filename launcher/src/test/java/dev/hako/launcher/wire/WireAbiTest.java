package dev.hako.launcher.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.Fd;
import dev.hako.testing.NeedsProgram;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares this package with what the C compiler makes of `wire.h`: `abi.c` prints a line `NAME
/// VALUE` for each number, and for each structure its bytes with known values in the fields.
@NeedsProgram("cc")
class WireAbiTest {
    private static final Fd ANY = Fd.borrow(0);
    private static final Map<String, String> COMPILED = new HashMap<>();

    @TempDir static Path folder;

    @BeforeAll
    static void askTheCompiler() throws IOException, InterruptedException {
        Path program = folder.resolve("abi");
        run("cc", "-Iinclude", "-o", program.toString(), "src/test/c/abi.c");
        for (String line : run(program.toString()).lines().toList()) {
            int space = line.indexOf(' ');
            COMPILED.put(line.substring(0, space), line.substring(space + 1));
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }

    @Test
    void hasEveryFrameTypeAndNoOther() throws IOException {
        long declared =
                Files.readString(Path.of("include/wire.h"))
                        .lines()
                        .filter(line -> line.matches(" {4}WIRE_[A-Z_]+ = \\d+,.*"))
                        .count();
        assertThat(FrameType.values()).hasSize((int) declared);
    }

    @Test
    void numbersFrameTypesAsTheHeaderDoes() {
        for (FrameType type : FrameType.values()) {
            assertThat(COMPILED).containsEntry("WIRE_" + type, String.valueOf(type.number()));
        }
    }

    @Test
    void hasTheHeadersConstants() throws IllegalAccessException {
        for (Field field : Wire.class.getDeclaredFields()) {
            assertThat(COMPILED)
                    .containsEntry("WIRE_" + field.getName(), String.valueOf(field.getInt(null)));
        }
    }

    @Test
    void numbersMilestonesAsThePlanDoes() {
        assertThat(COMPILED)
                .containsEntry("PLAN_CREATED", String.valueOf(Frame.Milestone.CREATED))
                .containsEntry("PLAN_STARTED", String.valueOf(Frame.Milestone.STARTED))
                .containsEntry("PLAN_MOUNTED", String.valueOf(Frame.Milestone.MOUNTED));
    }

    @Test
    void laysOutEveryStructureAsTheHeaderDoes() {
        assertThat(hex(request())).isEqualTo(COMPILED.get("request"));
        assertThat(hex(compile())).isEqualTo(COMPILED.get("compile"));
        assertThat(hex(new Frame.Resize(0x0102, 0x0304))).isEqualTo(COMPILED.get("resize"));
        assertThat(hex(new Frame.Attached(1, 2))).isEqualTo(COMPILED.get("attached"));
        assertThat(hex(new Frame.Attach(1, utf8("\u0010\u0011"), ANY)))
                .isEqualTo(COMPILED.get("attach"));
        assertThat(hex(new Frame.Hello(1, 2, Frame.Phase.EXITED))).isEqualTo(COMPILED.get("hello"));
        assertThat(hex(new Frame.Milestone(1, 0x0102030405060708L, 0x1112131415161718L)))
                .isEqualTo(COMPILED.get("milestone"));
        assertThat(hex(new Frame.Failed(1, 2, 3, utf8("why")))).isEqualTo(COMPILED.get("failed"));
        assertThat(hex(new Frame.Exited(1, 0x0102030405060708L))).isEqualTo(COMPILED.get("exited"));
    }

    @Test
    void readsEveryStructureAsTheHeaderHasIt() {
        assertThat(decode(FrameType.REQUEST)).isEqualTo(request());
        assertThat(decode(FrameType.COMPILE)).isEqualTo(compile());
        assertThat(decode(FrameType.RESIZE)).isEqualTo(new Frame.Resize(0x0102, 0x0304));
        assertThat(decode(FrameType.ATTACHED)).isEqualTo(new Frame.Attached(1, 2));
        assertThat(decode(FrameType.ATTACH))
                .isEqualTo(new Frame.Attach(1, utf8("\u0010\u0011"), ANY));
        assertThat(decode(FrameType.HELLO)).isEqualTo(new Frame.Hello(1, 2, Frame.Phase.EXITED));
        assertThat(decode(FrameType.MILESTONE))
                .isEqualTo(new Frame.Milestone(1, 0x0102030405060708L, 0x1112131415161718L));
        assertThat(decode(FrameType.FAILED)).isEqualTo(new Frame.Failed(1, 2, 3, utf8("why")));
        assertThat(decode(FrameType.EXITED)).isEqualTo(new Frame.Exited(1, 0x0102030405060708L));
    }

    private static Frame request() {
        return new Frame.Request(
                1,
                2,
                utf8("0123456789abcdef"),
                0x0102,
                0x0304,
                18,
                utf8("/"),
                List.of(utf8("hako"), utf8("ps")),
                List.of(utf8("A=b")),
                ANY);
    }

    private static Frame compile() {
        return new Frame.Compile(
                1, 2, utf8("0123456789abcdef"), 3, 4, List.of(utf8("ab"), utf8("")));
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(Frame frame) {
        byte[] bytes = new byte[FrameCodec.size(frame)];
        FrameCodec.encode(frame, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return HexFormat.of().formatHex(bytes);
    }

    private static Frame decode(FrameType type) {
        String hex = Objects.requireNonNull(COMPILED.get(type.name().toLowerCase(Locale.ROOT)));
        ByteBuffer all =
                ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
        all.position(FrameCodec.HEADER);
        return FrameCodec.decode(type, all, List.of(ANY));
    }
}
