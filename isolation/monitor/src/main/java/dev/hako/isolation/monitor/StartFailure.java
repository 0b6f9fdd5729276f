package dev.hako.isolation.monitor;

import dev.hako.failure.Failure;
import dev.hako.failure.Failure.Kind;
import dev.hako.isolation.monitor.diagnosis.Candidates;
import dev.hako.isolation.monitor.diagnosis.ExecDiagnosis;
import dev.hako.isolation.monitor.diagnosis.RootView;
import dev.hako.kernel.Errno;
import dev.hako.launcher.wire.Frame;
import dev.hako.oci.runtime.Process;
import dev.hako.plan.Action;
import dev.hako.plan.Plan;
import dev.hako.plan.PlanFailure;
import java.nio.charset.StandardCharsets;

/// What the failure of a plan is to whoever wanted the start.
///
/// @param plan that was run
/// @param failed what the launcher said of it
public record StartFailure(Plan plan, Frame.Failed failed) {
    /// The failure, without who wanted the start.
    ///
    /// @param process whose program could perhaps not be executed
    /// @param root where it was looked for
    public Failure explain(Process process, RootView root) {
        Errno errno = Errno.of(failed.errno()).orElse(Errno.EIO);
        return isExec()
                ? ExecDiagnosis.explain(process, Candidates.of(process), root, errno)
                : step();
    }

    private boolean isExec() {
        int step = failed.step();
        return step >= 0
                && step < plan.steps().size()
                && plan.steps().get(step).action() instanceof Action.Exec;
    }

    /// The same for a plan that starts no program.
    public Failure step() {
        Errno errno = Errno.of(failed.errno()).orElse(Errno.EIO);
        String text = StandardCharsets.UTF_8.decode(failed.text().duplicate()).toString();
        var why = new PlanFailure(plan, failed.step(), failed.errno(), failed.status(), text);
        Failure failure = Failure.of(kind(errno), why.cause());
        return why.remedy().map(failure::hint).orElse(failure);
    }

    private static Kind kind(Errno errno) {
        return switch (errno) {
            case EPERM, EACCES, EROFS -> Kind.DENIED;
            case ENOMEM, ENOSPC, EAGAIN, EMFILE, ENFILE, EDQUOT, EUSERS -> Kind.EXHAUSTED;
            case ENOENT, ENOTDIR, EINVAL, ELOOP, EXDEV, EISDIR -> Kind.INVALID;
            case ENOSYS, EOPNOTSUPP, ENODEV -> Kind.UNSUPPORTED;
            case ETIMEDOUT, EBUSY -> Kind.UNAVAILABLE;
            default -> Kind.INTERNAL;
        };
    }
}
