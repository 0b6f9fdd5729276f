package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.Arch;
import dev.hako.kernel.Errno;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    private final PlanBuilder plan = new PlanBuilder(Arch.X86_64);

    private static ByteBuffer encoded(Plan plan) {
        return ByteBuffer.wrap(plan.encode()).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void writesTheHeaderAndStepsOfTheAbi() {
        plan.call(Syscall.CLOSE, new Argument.Immediate(-100)).tolerate(Errno.EBADF, Errno.EIO);
        Register pid = plan.into("pid");
        plan.add(new Action.End(7));
        plan.beginCleanup();
        plan.add(new Action.Fail(value(5)));
        assertThat(pid.index()).isZero();
        ByteBuffer bytes = encoded(plan.build());
        assertThat(bytes.getInt(0)).isEqualTo(0x504b4148);
        assertThat(bytes.getShort(6)).isEqualTo((short) 62);
        assertThat(bytes.getInt(8)).isEqualTo(3);
        assertThat(bytes.getInt(20)).isEqualTo(2);
        assertThat(bytes.get(32)).isEqualTo((byte) 1);
        assertThat(bytes.get(33)).isEqualTo((byte) 1);
        assertThat(bytes.get(34)).isZero();
        assertThat(bytes.get(35)).isEqualTo((byte) 2);
        assertThat(bytes.getShort(42)).isEqualTo((short) 3);
        assertThat(bytes.getShort(44)).isEqualTo((short) 9);
        assertThat(bytes.getLong(56)).isEqualTo(-100);
    }

    @Test
    void numbersCallsForTheMachineItIsFor() {
        PlanBuilder other = new PlanBuilder(Arch.AARCH64);
        other.call(Syscall.OPENAT).add(new Action.End(0));
        ByteBuffer bytes = encoded(other.build());
        assertThat(bytes.getShort(6)).isEqualTo((short) 183);
        assertThat(bytes.getShort(42)).isEqualTo((short) 56);
    }

    @Test
    void keepsEqualConstantsOnce() {
        Data one = plan.text("/proc");
        assertThat(plan.text("/proc")).isSameAs(one);
        assertThat(OpenFlags.how(plan.data(), 1, 2, 3))
                .isSameAs(OpenFlags.how(plan.data(), 1, 2, 3));
    }

    @Test
    void relocatesEveryPointerInOrder() {
        plan.data().texts(List.of("a", "b"), "argv");
        plan.data().place(new Struct(16).pointer(8, plan.text("c")), "struct");
        plan.add(new Action.End(0));
        Plan built = plan.build();
        assertThat(built.relocations()).isSorted().hasSize(3);
        ByteBuffer data = ByteBuffer.wrap(built.data()).order(ByteOrder.LITTLE_ENDIAN);
        int target = (int) data.getLong(built.relocations()[2]);
        assertThat(data.get(target)).isEqualTo((byte) 'c');
        assertThat(built.data()[built.data().length - 1]).isZero();
        assertThat(built.data().length % 8).isZero();
    }

    @Test
    void refusesStringsTheKernelWouldCutShort() {
        assertThatThrownBy(() -> plan.text("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesALabelThatIsNowhere() {
        plan.jump(new Label("nowhere"));
        Plan built = plan.build();
        assertThatThrownBy(built::encode).hasMessage("label \"nowhere\" is not placed");
    }

    @Test
    void givesRegistersBackToTheOtherProcess() {
        Registers registers = plan.registers();
        registers.take("shared");
        long before = registers.used();
        Register mine = registers.take("mine");
        registers.restore(before);
        assertThat(registers.take("other").index()).isEqualTo(mine.index());
    }

    @Test
    void saysWhatAStepIsForAndWhyItFailed() {
        plan.doing("mount proc on", "/proc").call(Syscall.MOUNT, value(0));
        plan.add(new Action.End(0));
        Plan built = plan.build();
        assertThat(built.describe(0)).isEqualTo("mount proc on \"/proc\"");
        assertThat(new PlanFailure(built, 0, 12, 0, ""))
                .hasToString("mount proc on \"/proc\": ENOMEM (cannot allocate memory)");
        assertThat(new PlanFailure(built, 0, 1, 0, "").remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("/proc"));
    }

    @Test
    void saysHowAProgramOfThePlanEnded() {
        plan.doing("run the hook", "/opt/hook");
        Programs.spawn(
                plan,
                plan.text("/opt/hook"),
                plan.data().texts(List.of("hook"), "argv"),
                List.of(),
                Programs.Input.NOTHING,
                1000);
        Plan built = plan.build();
        assertThat(new PlanFailure(built, 0, 10, 3 << 8, "no\n"))
                .hasToString("run the hook \"/opt/hook\": it ended with status 3: no");
        assertThat(new PlanFailure(built, 0, 10, 9, ""))
                .hasToString("run the hook \"/opt/hook\": signal 9 ended it");
        assertThat(new PlanFailure(built, 0, 110, 9, "").cause())
                .startsWith("run the hook \"/opt/hook\": ETIMEDOUT");
    }

    @Test
    void saysWhyAPlanWasNotBegun() {
        plan.add(new Action.End(0));
        assertThat(new PlanFailure(plan.build(), -1, 22, 0, "a plan of another version").cause())
                .isEqualTo("run the plan: a plan of another version");
    }
}
