package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.DeviceRule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Programs run by a small model of the kernel's machine for them.
class DeviceProgramTest {
    private static final int READ = 2;
    private static final int WRITE = 4;
    private static final int CHARACTER = 2;
    private static final int BLOCK = 1;

    private static DeviceRule rule(
            boolean allow,
            DeviceRule.Type type,
            @Nullable Long major,
            @Nullable Long minor,
            String access) {
        return new DeviceRule(allow, type, major, minor, access);
    }

    private static boolean allows(
            List<DeviceRule> rules, int type, int access, int major, int minor) {
        return run(new DeviceProgram(rules).compile(), access << 16 | type, major, minor) == 1;
    }

    /// Only the instructions that are used.
    private static int run(byte[] program, int accessType, int major, int minor) {
        ByteBuffer code = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        int[] context = {accessType, major, minor};
        int[] registers = new int[11];
        for (int at = 0; ; at++) {
            int opcode = code.get(at * 8) & 0xff;
            int target = code.get(at * 8 + 1) & 0xf;
            int source = code.get(at * 8 + 1) >> 4 & 0xf;
            int offset = code.getShort(at * 8 + 2);
            int immediate = code.getInt(at * 8 + 4);
            switch (opcode) {
                case 0x61 -> registers[target] = context[offset / 4];
                case 0xbc -> registers[target] = registers[source];
                case 0xb4 -> registers[target] = immediate;
                case 0x54 -> registers[target] &= immediate;
                case 0x74 -> registers[target] >>>= immediate;
                case 0x56 -> at += registers[target] != immediate ? offset : 0;
                case 0x5e -> at += registers[target] != registers[source] ? offset : 0;
                case 0x16 -> at += registers[target] == immediate ? offset : 0;
                case 0x95 -> {
                    return registers[0];
                }
                default -> throw new AssertionError("opcode " + Integer.toHexString(opcode));
            }
        }
    }

    @Test
    void deniesWhatNoRuleNames() {
        assertThat(allows(List.of(), CHARACTER, READ, 1, 3)).isFalse();
    }

    @Test
    void letsALaterRuleOverruleAnEarlier() {
        List<DeviceRule> rules =
                List.of(
                        DeviceRule.all(false),
                        rule(true, DeviceRule.Type.CHARACTER, 1L, 3L, "rwm"),
                        rule(false, DeviceRule.Type.CHARACTER, 1L, 3L, "w"));
        assertThat(allows(rules, CHARACTER, READ, 1, 3)).isTrue();
        assertThat(allows(rules, CHARACTER, READ | WRITE, 1, 3)).isFalse();
        assertThat(allows(rules, CHARACTER, READ, 1, 5)).isFalse();
    }

    @Test
    void allowsOnlyAllThatIsAskedFor() {
        List<DeviceRule> rules =
                List.of(DeviceRule.all(false), rule(true, DeviceRule.Type.BLOCK, 8L, null, "r"));
        assertThat(allows(rules, BLOCK, READ, 8, 1)).isTrue();
        assertThat(allows(rules, BLOCK, READ | WRITE, 8, 1)).isFalse();
        assertThat(allows(rules, CHARACTER, READ, 8, 1)).isFalse();
    }

    @Test
    void stopsAtARuleForEverything() {
        List<DeviceRule> rules =
                List.of(
                        rule(false, DeviceRule.Type.CHARACTER, 1L, 3L, "rwm"),
                        DeviceRule.all(true));
        assertThat(allows(rules, CHARACTER, WRITE, 1, 3)).isTrue();
        assertThat(new DeviceProgram(rules).compile()).hasSize(8 * 8);
    }

    @Test
    void keepsTheUsualDevicesWhateverARuleSays() {
        List<DeviceRule> complete = DeviceRules.complete(List.of(DeviceRule.all(false)));
        assertThat(allows(complete, CHARACTER, READ | WRITE, 1, 3)).isTrue();
        assertThat(allows(complete, CHARACTER, READ, 10, 200)).isFalse();
        assertThat(allows(complete, BLOCK, 1, 8, 0)).isTrue();
    }

    @Test
    void addsNothingWhereNothingIsForbidden() {
        assertThat(DeviceRules.complete(List.of())).isEmpty();
        assertThat(DeviceRules.complete(List.of(DeviceRule.all(true)))).hasSize(1);
    }
}
