package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.oci.runtime.User;
import dev.hako.plan.Argument.Data;
import java.util.List;

/// Whom the program runs as (credentials(7)).
final class Credentials {
    private static final int DEFAULT_UMASK = 0022;

    private final PlanBuilder plan;
    private final User user;
    private final boolean groupsDenied;

    /// @param groupsDenied whether the user namespace forbids setgroups(2): then there are none
    Credentials(PlanBuilder plan, User user, boolean groupsDenied) {
        this.plan = plan;
        this.user = user;
        this.groupsDenied = groupsDenied;
        if (groupsDenied && user.additionalGids().stream().anyMatch(gid -> gid != user.gid())) {
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
        if (!groupsDenied) {
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
