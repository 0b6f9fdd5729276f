package dev.hako.isolation.namespace;

import dev.hako.failure.Failure;
import dev.hako.failure.Failure.Kind;
import dev.hako.isolation.namespace.diagnosis.Candidates;
import dev.hako.isolation.namespace.diagnosis.ExecDiagnosis;
import dev.hako.isolation.namespace.diagnosis.RootView;
import dev.hako.kernel.Errno;
import dev.hako.launcher.wire.Frame;
import dev.hako.oci.runtime.Process;
import dev.hako.plan.Action;
import dev.hako.plan.Plan;
import java.nio.charset.StandardCharsets;

/// Why a plan failed, in words.
///
/// @param plan that was run
/// @param failed what the launcher said of it
record StartFailure(Plan plan, Frame.Failed failed) {
    private static final int SIGNAL_MASK = 0x7f;

    /// The failure, without who wanted the start.
    ///
    /// @param process whose program could perhaps not be executed
    /// @param root where it was looked for
    Failure explain(Process process, RootView root) {
        if (!isStep()) {
            return Failure.of(Kind.INTERNAL, "the launcher refuses the plan: " + text())
                    .hint("install the hako command and its libraries together");
        }
        Action action = plan.steps().get(failed.step()).action();
        if (action instanceof Action.Exec) {
            return ExecDiagnosis.explain(
                    process,
                    Candidates.of(process),
                    root,
                    Errno.of(failed.errno()).orElse(Errno.EIO));
        }
        return action instanceof Action.Spawn ? program() : step();
    }

    private boolean isStep() {
        return failed.step() >= 0 && failed.step() < plan.steps().size();
    }

    private Failure step() {
        Failure failure = Failure.of(kind(), intent() + ": " + Errno.describe(failed.errno()));
        String remedy = remedy();
        return remedy.isEmpty() ? failure : failure.hint(remedy);
    }

    private String intent() {
        return plan.describe(failed.step());
    }

    /// A hook, or another program that the plan runs to its end.
    private Failure program() {
        String text = text();
        String said = text.isEmpty() ? "" : ": " + text;
        return Failure.of(kind(), intent() + ": " + end() + said);
    }

    private String end() {
        if (failed.errno() != Errno.ECHILD.number()) {
            return Errno.describe(failed.errno());
        }
        int signal = failed.status() & SIGNAL_MASK;
        return signal == 0
                ? "it ended with status " + (failed.status() >> 8 & 0xff)
                : "signal " + signal + " ended it";
    }

    private String text() {
        return StandardCharsets.UTF_8.decode(failed.text().duplicate()).toString().strip();
    }

    private Kind kind() {
        return switch (Errno.of(failed.errno()).orElse(Errno.EIO)) {
            case EPERM, EACCES, EROFS -> Kind.DENIED;
            case ENOMEM, ENOSPC, EAGAIN, EMFILE, ENFILE, EDQUOT, EUSERS -> Kind.EXHAUSTED;
            case ENOENT, ENOTDIR, EINVAL, ELOOP, EXDEV, EISDIR -> Kind.INVALID;
            case ENOSYS, EOPNOTSUPP, ENODEV -> Kind.UNSUPPORTED;
            case ETIMEDOUT, EBUSY -> Kind.UNAVAILABLE;
            default -> Kind.INTERNAL;
        };
    }

    private String remedy() {
        return switch (plan.steps().get(failed.step()).action()) {
            case Action.Clone _ -> cloneRemedy();
            default -> "";
        };
    }

    private String cloneRemedy() {
        return switch (Errno.of(failed.errno()).orElse(Errno.EIO)) {
            case ENOSPC, EUSERS ->
                    "a limit on namespaces is reached: see sysctl user.max_net_namespaces and its like";
            case EPERM ->
                    "user namespaces may be forbidden here: see sysctl"
                            + " kernel.unprivileged_userns_clone and user.max_user_namespaces";
            case EAGAIN ->
                    "a limit on processes is reached: see ulimit -u and pids.max of the cgroup";
            default -> "";
        };
    }
}
