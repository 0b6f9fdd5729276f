package dev.hako.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final String ALL_CAPABILITIES = "CapEff:\t000001ffffffffff";
    private static final String NO_SYS_ADMIN = "CapEff:\t000001ffffdfffff";

    @Test
    void rootWithAllCapabilitiesIsRoot() {
        var status = List.of("Name:\tjava", "Uid:\t0\t0\t0\t0", ALL_CAPABILITIES);
        assertThat(RootCondition.evaluate(status).isDisabled()).isFalse();
    }

    @Test
    void anOrdinaryUserIsToldItsUid() {
        var status = List.of("Uid:\t1000\t1000\t1000\t1000", "CapEff:\t0000000000000000");
        assertThat(RootCondition.evaluate(status).getReason())
                .hasValue("needs root: this is uid 1000");
    }

    @Test
    void rootOfAnUnprivilegedContainerIsNotRoot() {
        var status = List.of("Uid:\t0\t0\t0\t0", NO_SYS_ADMIN);
        assertThat(RootCondition.evaluate(status).getReason())
                .hasValue("needs root: this root has no CAP_SYS_ADMIN");
    }

    @Test
    void findsAProgramInAnyFolderOfThePath() {
        var answer = ProgramCondition.evaluate(new String[] {"sh"}, "/nowhere:/bin");
        assertThat(answer.isDisabled()).isFalse();
    }

    @Test
    void namesTheFirstProgramThatIsMissing() {
        var answer = ProgramCondition.evaluate(new String[] {"sh", "no-such", "nor-this"}, "/bin");
        assertThat(answer.getReason()).hasValue("needs program no-such: it is not on the PATH");
    }

    @Test
    void aFolderIsNotAProgram() {
        assertThat(ProgramCondition.evaluate(new String[] {"bin"}, "/usr").isDisabled()).isTrue();
    }

    @Test
    void namesTheDeviceThatIsMissing() {
        assertThat(DeviceCondition.evaluate(Path.of("/dev/no-such")).getReason())
                .hasValue("needs device /dev/no-such: it is missing or closed to this user");
        assertThat(DeviceCondition.evaluate(Path.of("/dev/null")).isDisabled()).isFalse();
    }
}
