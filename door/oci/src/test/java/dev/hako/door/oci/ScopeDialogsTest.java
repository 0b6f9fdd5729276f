package dev.hako.door.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.Resources;
import dev.hako.plan.CgroupLayout;
import dev.hako.plan.LiveLimits;
import dev.hako.plan.ScopeName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What systemd is told, byte by byte. Whether it understands is tried in a guest (`./dev guest`).
class ScopeDialogsTest {
    private static final int HEAD = 16;
    private static final ScopeDialogs DIALOGS =
            new ScopeDialogs(new ScopeName("machine.slice", "test-box.scope"));
    private static final CgroupLayout LAYOUT =
            new CgroupLayout.V2(
                    new CgroupLayout.Unified(List.of("cpu", "cpuset", "memory"), "/cg", "/"));

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The messages that a dialog consists of, by the sizes in their headers.
    private static List<ByteBuffer> messages(byte[] dialog) {
        List<ByteBuffer> messages = new ArrayList<>();
        for (int at = HEAD; at < dialog.length; ) {
            ByteBuffer rest = buffer(dialog);
            int body = rest.getInt(at + 4);
            int fields = rest.getInt(at + 12);
            int size = (16 + fields + 7) / 8 * 8 + body;
            messages.add(rest.slice(at, size).order(ByteOrder.LITTLE_ENDIAN));
            at += size;
        }
        return messages;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] change(Resources limits) {
        return DIALOGS.change(LiveLimits.of(LAYOUT, limits));
    }

    private static Resources limits(String json) {
        return dev.hako.oci.json.Json.read(
                "resources", json.getBytes(StandardCharsets.UTF_8), Resources::read);
    }

    /// The example by which the specification can be followed with a pencil.
    @Test
    void writesACallAsTheSpecificationOfDBusSays() {
        var target = new BusMessage.Target("a.b", "/a", "a.b");
        byte[] call = new BusMessage().string("hi").call(1, target, "M", "s");
        assertThat(HexFormat.of().formatHex(call))
                .isEqualTo(
                        "6c010001"
                                + "07000000"
                                + "01000000"
                                + "47000000"
                                + "01016f00"
                                + "02000000"
                                + "2f6100"
                                + "0000000000"
                                + "02017300"
                                + "03000000"
                                + "612e6200"
                                + "00000000"
                                + "03017300"
                                + "01000000"
                                + "4d00"
                                + "000000000000"
                                + "06017300"
                                + "03000000"
                                + "612e6200"
                                + "00000000"
                                + "08016700"
                                + "017300"
                                + "00"
                                + "02000000"
                                + "686900");
    }

    @Test
    void hasRoomForTheProcessWhereItsPropertyIs() {
        byte[] dialog = DIALOGS.begin("box", List.of());
        int pid = HEAD + buffer(dialog).getInt(0);
        assertThat(buffer(dialog).getInt(pid - 4)).as("size of the array").isEqualTo(4);
        assertThat(text(dialog).lastIndexOf("PIDs")).isBetween(pid - 20, pid);
        dialog[pid] = 77;
        assertThat(messages(dialog)).hasSize(4);
        assertThat(buffer(dialog).getInt(4)).as("serial").isEqualTo(4);
        assertThat(buffer(dialog).getInt(8)).as("awaits a job").isEqualTo(1);
        assertThat(messages(dialog).getLast().getInt(8)).isEqualTo(4);
    }

    @Test
    void tellsOfTheSlice() {
        assertThat(text(DIALOGS.begin("box", List.of())))
                .contains("machine.slice", "test-box.scope", "arg2='test-box.scope'", "Delegate");
        assertThat(text(DIALOGS.end())).contains("StopUnit", "test-box.scope");
    }

    @Test
    void roundsAQuotaUpToWhatSystemdCountsIn() {
        byte[] change = change(limits("{\"cpu\": {\"quota\": 33333, \"period\": 100000}}"));
        int value = text(change).indexOf("CPUQuotaPerSecUSec") + "CPUQuotaPerSecUSec".length() + 4;
        long second = buffer(change).getLong((value - HEAD + 7) / 8 * 8 + HEAD);
        assertThat(second).isEqualTo(340_000);
    }

    @Test
    void namesProcessorsByBits() {
        byte[] change = change(limits("{\"cpu\": {\"cpus\": \"0-2,9\"}}"));
        assertThat(text(change)).contains("AllowedCPUs");
        assertThat(change).endsWith(2, 0, 0, 0, 7, 2);
    }

    @Test
    void hasNoWordForLimitsThatSystemdDoesNotKnow() {
        byte[] change = change(limits("{\"unified\": {\"memory.oom.group\": \"1\"}}"));
        assertThat(text(change)).contains("SetUnitProperties").doesNotContain("oom");
    }
}
