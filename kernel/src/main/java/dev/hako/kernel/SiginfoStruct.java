package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `siginfo_t` as waitid(2) fills it.
record SiginfoStruct(MemorySegment segment) {
    static final int CLD_EXITED = 1;
    static final int CLD_KILLED = 2;
    static final int CLD_DUMPED = 3;

    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("si_signo"),
                            JAVA_INT.withName("si_errno"),
                            JAVA_INT.withName("si_code"),
                            Struct.padding(4),
                            JAVA_INT.withName("si_pid"),
                            JAVA_INT.withName("si_uid"),
                            JAVA_INT.withName("si_status"),
                            Struct.padding(100))
                    .withName("siginfo_t");

    private static final long CODE = Struct.offset(LAYOUT, "si_code");
    private static final long PID = Struct.offset(LAYOUT, "si_pid");
    private static final long STATUS = Struct.offset(LAYOUT, "si_status");

    static SiginfoStruct allocate(Arena arena) {
        return new SiginfoStruct(arena.allocate(LAYOUT));
    }

    /// 0 if no child had ended.
    int pid() {
        return segment.get(JAVA_INT, PID);
    }

    ExitStatus exitStatus() {
        int status = segment.get(JAVA_INT, STATUS);
        int code = segment.get(JAVA_INT, CODE);
        return code == CLD_EXITED
                ? new ExitStatus.Exited(status)
                : new ExitStatus.Killed(new Signal(status), code == CLD_DUMPED);
    }
}
