package dev.hako.plan;

import dev.hako.kernel.Errno;
import java.util.Optional;

/// Why a plan failed, in words: what a launcher reports (`struct wire_failed`) beside the plan it
/// ran.
///
/// @param step the index of the step that failed
/// @param errno the positive error number
/// @param status of a program the step ran: its wait status, as wait4(2) gives it
/// @param text what the launcher adds: the end of a program's standard error
public record PlanFailure(Plan plan, int step, int errno, int status, String text) {
    private static final int SIGNAL_MASK = 0x7f;

    /// What was wanted and why it failed: `mount proc on "/proc": EPERM (operation not permitted)`.
    public String cause() {
        if (!isStep()) {
            return "run the plan: " + (text.isEmpty() ? Errno.describe(errno) : text);
        }
        return plan.describe(step) + ": " + reason();
    }

    private boolean isStep() {
        return step >= 0 && step < plan.steps().size();
    }

    private String reason() {
        if (!(plan.steps().get(step).action() instanceof Action.Spawn)) {
            return Errno.describe(errno);
        }
        String end = errno == Errno.ECHILD.number() ? end() : Errno.describe(errno);
        return text.isBlank() ? end : end + ": " + text.strip();
    }

    private String end() {
        int signal = status & SIGNAL_MASK;
        return signal == 0
                ? "it ended with status " + (status >> 8 & 0xff)
                : "signal " + signal + " ended it";
    }

    /// What a user can do about it, if that is known.
    public Optional<String> remedy() {
        return isStep()
                ? Remedies.of(plan.steps().get(step), Errno.of(errno).orElse(Errno.EIO))
                : Optional.empty();
    }

    /// The cause and, where there is one, the remedy.
    @Override
    public String toString() {
        return cause() + remedy().map(remedy -> "; hint: " + remedy).orElse("");
    }
}
