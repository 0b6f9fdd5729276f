package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.oci.runtime.DeviceRule;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rules for devices as a program of type `BPF_PROG_TYPE_CGROUP_DEVICE`, which cgroup version 2 has
/// in place of version 1's files.
///
/// The kernel calls it with `struct bpf_cgroup_dev_ctx { u32 access_type, major, minor; }`, where
/// `access_type` is the access in the upper half and the type of the device in the lower. A later
/// rule overrules an earlier one, so the program asks them from the last to the first. A rule that
/// allows must allow all that is asked for; one that denies denies if it forbids any of it.
final class DeviceProgram {
    private static final int BPF_PROG_LOAD = 5;
    private static final int BPF_PROG_ATTACH = 8;
    private static final int PROGRAM_TYPE = 15;
    private static final int BPF_CGROUP_DEVICE = 6;
    private static final int BPF_F_ALLOW_MULTI = 2;
    private static final int ATTR_SIZE = 128;

    private static final int TYPE_BLOCK = 1;
    private static final int TYPE_CHARACTER = 2;
    private static final int ACCESS_MKNOD = 1;
    private static final int ACCESS_READ = 2;
    private static final int ACCESS_WRITE = 4;
    private static final int ACCESS_ALL = ACCESS_MKNOD | ACCESS_READ | ACCESS_WRITE;

    private static final int LOAD_WORD = 0x61;
    private static final int MOVE = 0xbc;
    private static final int MOVE_IMMEDIATE = 0xb4;
    private static final int AND_IMMEDIATE = 0x54;
    private static final int SHIFT_RIGHT = 0x74;
    private static final int JUMP_NOT_EQUAL = 0x56;
    private static final int JUMP_NOT_EQUAL_REGISTER = 0x5e;
    private static final int JUMP_EQUAL = 0x16;
    private static final int EXIT = 0x95;

    private static final int ANSWER = 0;
    private static final int CONTEXT = 1;
    private static final int TYPE = 2;
    private static final int ACCESS = 3;
    private static final int MAJOR = 4;
    private static final int MINOR = 5;
    private static final int MASKED = 6;

    private final List<DeviceRule> rules;

    DeviceProgram(List<DeviceRule> rules) {
        this.rules = rules;
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /// The program's instructions, eight bytes each.
    byte[] compile() {
        Code code = new Code();
        code.add(LOAD_WORD, TYPE, CONTEXT, 0, 0);
        code.add(MOVE, ACCESS, TYPE, 0, 0);
        code.add(AND_IMMEDIATE, TYPE, 0, 0, 0xffff);
        code.add(SHIFT_RIGHT, ACCESS, 0, 0, 16);
        code.add(LOAD_WORD, MAJOR, CONTEXT, 4, 0);
        code.add(LOAD_WORD, MINOR, CONTEXT, 8, 0);
        for (int i = rules.size() - 1; i >= 0; i--) {
            if (rule(code, rules.get(i))) {
                return code.bytes();
            }
        }
        code.answer(false);
        return code.bytes();
    }

    /// Adds what one rule asks.
    ///
    /// @return whether it holds for everything, so that no earlier rule matters
    private static boolean rule(Code code, DeviceRule rule) {
        Code tests = new Code();
        int access = access(rule.access());
        if (rule.type() != DeviceRule.Type.ALL) {
            boolean block = rule.type() == DeviceRule.Type.BLOCK;
            tests.test(JUMP_NOT_EQUAL, TYPE, block ? TYPE_BLOCK : TYPE_CHARACTER);
        }
        if (access != ACCESS_ALL) {
            tests.add(MOVE, MASKED, ACCESS, 0, 0);
            tests.add(AND_IMMEDIATE, MASKED, 0, 0, access);
            if (rule.allow()) {
                tests.test(JUMP_NOT_EQUAL_REGISTER, MASKED, 0);
            } else {
                tests.test(JUMP_EQUAL, MASKED, 0);
            }
        }
        number(tests, MAJOR, rule.major());
        number(tests, MINOR, rule.minor());
        boolean always = tests.isEmpty();
        code.append(tests, rule.allow());
        return always;
    }

    private static void number(Code tests, int register, @Nullable Long number) {
        if (number != null) {
            tests.test(JUMP_NOT_EQUAL, register, number.intValue());
        }
    }

    private static int access(@Nullable String letters) {
        if (letters == null) {
            return ACCESS_ALL;
        }
        int access = letters.indexOf('m') >= 0 ? ACCESS_MKNOD : 0;
        access |= letters.indexOf('r') >= 0 ? ACCESS_READ : 0;
        return access | (letters.indexOf('w') >= 0 ? ACCESS_WRITE : 0);
    }

    /// Loads the program and attaches it to an open group.
    void attach(PlanBuilder plan, Register cgroup) {
        byte[] program = compile();
        Data instructions = plan.data().bytes(program, "device program");
        Struct load = new Struct(ATTR_SIZE);
        load.u32(0, PROGRAM_TYPE).u32(4, program.length / 8);
        load.pointer(8, instructions).pointer(16, plan.text("Apache-2.0"));
        Data loadAttr = plan.data().place(load, "attr{device program}");
        plan.call(Syscall.BPF, value(BPF_PROG_LOAD), loadAttr, value(ATTR_SIZE));
        Register loaded = plan.into("program");
        Struct attach = new Struct(ATTR_SIZE).u32(8, BPF_CGROUP_DEVICE).u32(12, BPF_F_ALLOW_MULTI);
        Data attachAttr = plan.data().place(attach, "attr{attach}");
        plan.store(attachAttr, cgroup, 4);
        plan.store(new Data(attachAttr.offset() + 4, "attr.attach_bpf_fd"), loaded, 4);
        plan.call(Syscall.BPF, value(BPF_PROG_ATTACH), attachAttr, value(ATTR_SIZE));
        plan.close(loaded);
        plan.registers().release(loaded);
    }

    /// `struct bpf_insn` one after the other; tests jump to the rule's end when they do not hold.
    private static final class Code {
        private static final int SIZE = 8;

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        private final java.util.ArrayList<Integer> openJumps = new java.util.ArrayList<>();

        void add(int code, int target, int source, int offset, int immediate) {
            bytes.writeBytes(
                    new Struct(SIZE)
                            .u8(0, code)
                            .u8(1, target | source << 4)
                            .u16(2, offset)
                            .u32(4, immediate)
                            .array());
        }

        void test(int jump, int register, int immediate) {
            openJumps.add(bytes.size() / SIZE);
            int source = jump == JUMP_NOT_EQUAL_REGISTER ? ACCESS : 0;
            add(jump, register, source, 0, immediate);
        }

        boolean isEmpty() {
            return bytes.size() == 0;
        }

        void answer(boolean allow) {
            add(MOVE_IMMEDIATE, ANSWER, 0, 0, allow ? 1 : 0);
            add(EXIT, 0, 0, 0, 0);
        }

        void append(Code tests, boolean allow) {
            tests.answer(allow);
            byte[] rule = tests.bytes.toByteArray();
            int end = rule.length / SIZE;
            for (int jump : tests.openJumps) {
                int offset = end - jump - 1;
                rule[jump * SIZE + 2] = (byte) offset;
                rule[jump * SIZE + 3] = (byte) (offset >> 8);
            }
            bytes.writeBytes(rule);
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
