package dev.hako.plan;

import static dev.hako.kernel.Errno.EPERM;
import static dev.hako.plan.Argument.value;

import dev.hako.oci.runtime.User;
import dev.hako.plan.Argument.Data;
import java.util.List;

/// Whom the program runs as (credentials(7)).
final class Credentials {
    private static final int DEFAULT_UMASK = 0022;

    private final PlanBuilder plan;
    private final User user;
    private final SetGroups setGroups;

    /// Whether the user namespace has setgroups(2); see user_namespaces(7).
    enum SetGroups {
        ALLOWED,
        DENIED,
        /// Another has made the namespace: its `setgroups` is not known before it is joined.
        UNKNOWN
    }

    /// @param setGroups without them the program has no supplementary groups
    Credentials(PlanBuilder plan, User user, SetGroups setGroups) {
        this.plan = plan;
        this.user = user;
        this.setGroups = setGroups;
        if (setGroups == SetGroups.DENIED
                && user.additionalGids().stream().anyMatch(gid -> gid != user.gid())) {
            throw Refusal.feature(
                    "additionalGids",
                    "the user namespace maps a single id and forbids supplementary groups",
                    "give the engine's user a range in /etc/subuid and /etc/subgid");
        }
    }

    /// Becomes the user; what root's capabilities are kept for comes after.
    void become() {
        plan.doing("become user", user.uid() + ":" + user.gid());
        int mask = user.umask() == null ? DEFAULT_UMASK : user.umask();
        plan.call(Syscall.UMASK, value(mask));
        if (setGroups != SetGroups.DENIED) {
            setGroups(user.additionalGids());
        }
        setIds(plan, user.uid(), user.gid());
    }

    private void setGroups(List<Long> gids) {
        Struct array = new Struct(Math.max(8, (gids.size() * 4 + 7) & ~7));
        for (int i = 0; i < gids.size(); i++) {
            array.u32(i * 4, gids.get(i).intValue());
        }
        Data data = plan.data().place(array, gids);
        plan.call(Syscall.SETGROUPS, value(gids.size()), data);
        if (setGroups == SetGroups.UNKNOWN && gids.isEmpty()) {
            plan.tolerate(EPERM);
        }
    }

    /// Before a user namespace of somebody else is joined, which may forbid it from then on: the
    /// starter's groups do not come along, unless he may not give them up.
    static void leaveGroups(PlanBuilder plan) {
        plan.doing("leave the starter's supplementary groups", "");
        plan.call(Syscall.SETGROUPS, value(0), value(0)).tolerate(EPERM);
    }

    private static void setIds(PlanBuilder plan, long uid, long gid) {
        plan.call(Syscall.SETRESGID, value(gid), value(gid), value(gid));
        plan.call(Syscall.SETRESUID, value(uid), value(uid), value(uid));
    }

    /// Becomes root of a user namespace that was just entered.
    static void becomeNamespaceRoot(PlanBuilder plan) {
        plan.doing("become root of the user namespace", "");
        setIds(plan, 0, 0);
    }
}
