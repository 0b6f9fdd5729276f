package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.isolation.monitor.StartFailure;
import dev.hako.isolation.monitor.diagnosis.RootView;
import dev.hako.kernel.Errno;
import dev.hako.launcher.wire.Frame;
import dev.hako.oci.runtime.Process;
import dev.hako.plan.Plan;
import dev.hako.plan.StandInPlan;

/// What the failure of a stand-in's plan is: one of a step on the host, of a step in the guest, or
/// the end of the guest.
///
/// @param outside the plan on the host
/// @param inside the guest's
/// @param failed what the launcher said of it
/// @param home of the guest
record GuestFailure(Plan outside, Plan inside, Frame.Failed failed, GuestHome home) {
    /// @param process whose program could perhaps not be executed
    /// @param root where it was looked for
    Failure explain(Process process, RootView root) {
        if (failed.step() >= StandInPlan.FIRST_OF_GUEST) {
            Frame.Failed inGuest =
                    new Frame.Failed(
                            failed.step() - StandInPlan.FIRST_OF_GUEST,
                            failed.errno(),
                            failed.status(),
                            failed.text());
            return new StartFailure(inside, inGuest).explain(process, root);
        }
        return failed.errno() == Errno.ECONNRESET.number() || failed.errno() == Errno.EPIPE.number()
                ? gone(home)
                : new StartFailure(outside, failed).step();
    }

    /// The guest has ended before its program ran.
    static Failure gone(GuestHome home) {
        String word = home.lastWord();
        return Failure.of(
                        Failure.Kind.UNAVAILABLE,
                        "the guest kernel ended before the program ran"
                                + (word.isEmpty() ? "" : "; its last word: " + word))
                .hint("give it more memory with `--memory`, or build the kernel anew");
    }
}
