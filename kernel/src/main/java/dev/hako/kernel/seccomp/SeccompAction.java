package dev.hako.kernel.seccomp;

import dev.hako.kernel.Errno;
import java.util.Optional;
import java.util.OptionalInt;

/// What the kernel does with a call: seccomp(2).
///
/// @param kind the kind of answer
/// @param data the error number of [Kind#ERRNO], the message of [Kind#TRACE], else 0
public record SeccompAction(Kind kind, int data) {
    public static final SeccompAction ALLOW = new SeccompAction(Kind.ALLOW, 0);
    public static final SeccompAction LOG = new SeccompAction(Kind.LOG, 0);
    public static final SeccompAction NOTIFY = new SeccompAction(Kind.NOTIFY, 0);
    public static final SeccompAction TRAP = new SeccompAction(Kind.TRAP, 0);
    public static final SeccompAction KILL_THREAD = new SeccompAction(Kind.KILL_THREAD, 0);
    public static final SeccompAction KILL_PROCESS = new SeccompAction(Kind.KILL_PROCESS, 0);

    /// The kinds of answers; the values are `SECCOMP_RET_…` of linux/seccomp.h.
    public enum Kind {
        KILL_PROCESS(0x80000000),
        KILL_THREAD(0x00000000),
        TRAP(0x00030000),
        ERRNO(0x00050000),
        NOTIFY(0x7fc00000),
        TRACE(0x7ff00000),
        LOG(0x7ffc0000),
        ALLOW(0x7fff0000);

        private final int returnValue;

        Kind(int returnValue) {
            this.returnValue = returnValue;
        }

        /// Whether the call may still take place without a decision of the filter's own.
        boolean isPermissive() {
            return this == ALLOW || this == LOG || this == TRACE;
        }
    }

    public SeccompAction {
        if (data < 0 || data > 0xffff) {
            throw new IllegalArgumentException(
                    "the data of a seccomp action has 16 bits, not " + data);
        }
    }

    /// The call fails with this error.
    public static SeccompAction errno(int number) {
        return new SeccompAction(Kind.ERRNO, number);
    }

    /// The tracer decides, or the call fails with `ENOSYS` if there is none.
    public static SeccompAction trace(int message) {
        return new SeccompAction(Kind.TRACE, message);
    }

    /// Reads the name an OCI profile uses, `SCMP_ACT_…`; without `errnoRet` the error is `EPERM`.
    /// Source: config-linux.md of runtime-spec, "seccomp".
    ///
    /// @return nothing for an unknown name
    public static Optional<SeccompAction> parse(String name, OptionalInt errnoRet) {
        int data = errnoRet.orElse(Errno.EPERM.number());
        return switch (name) {
            case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD" -> Optional.of(KILL_THREAD);
            case "SCMP_ACT_KILL_PROCESS" -> Optional.of(KILL_PROCESS);
            case "SCMP_ACT_TRAP" -> Optional.of(TRAP);
            case "SCMP_ACT_ERRNO" -> Optional.of(errno(data));
            case "SCMP_ACT_TRACE" -> Optional.of(trace(data));
            case "SCMP_ACT_LOG" -> Optional.of(LOG);
            case "SCMP_ACT_ALLOW" -> Optional.of(ALLOW);
            case "SCMP_ACT_NOTIFY" -> Optional.of(NOTIFY);
            default -> Optional.empty();
        };
    }

    /// The value a filter returns for it.
    public int returnValue() {
        return kind.returnValue | data;
    }
}
