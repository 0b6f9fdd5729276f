package dev.hako.oci.runtime;

import dev.hako.oci.json.Require;
import org.jspecify.annotations.Nullable;

/// What the kernel does when a seccomp rule matches (`seccomp_rule_add(3)`).
public enum SeccompAction {
    SCMP_ACT_KILL,
    SCMP_ACT_KILL_PROCESS,
    SCMP_ACT_KILL_THREAD,
    SCMP_ACT_TRAP,
    SCMP_ACT_ERRNO,
    SCMP_ACT_TRACE,
    SCMP_ACT_ALLOW,
    SCMP_ACT_LOG,
    SCMP_ACT_NOTIFY;

    /// `SECCOMP_RET_DATA`: what a filter can return has 16 bits.
    private static final long MAX_ERRNO = 0xffff;

    /// A number to return is only for actions that return one.
    void requireErrno(String field, @Nullable Long errno) {
        if (errno != null) {
            boolean returns = this == SCMP_ACT_ERRNO || this == SCMP_ACT_TRACE;
            Require.that(returns, field, errno, "must not be given with " + this);
            Require.range(field, errno, 0, MAX_ERRNO);
        }
    }
}
