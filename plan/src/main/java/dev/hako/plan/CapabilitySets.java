package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.kernel.Capability;
import dev.hako.kernel.CapabilitySet;
import dev.hako.oci.runtime.Capabilities;
import dev.hako.plan.Argument.Data;
import java.util.List;
import java.util.Optional;

/// The five capability sets of the program (capabilities(7)).
///
/// A capability that nobody knows, or that the engine itself does not have, is left out with a
/// note, as the specification wants.
final class CapabilitySets {
    private static final int PR_SET_KEEPCAPS = 8;
    private static final int PR_CAPBSET_DROP = 24;
    private static final int PR_CAP_AMBIENT = 47;
    private static final int PR_CAP_AMBIENT_RAISE = 2;
    private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
    private static final int LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    private final PlanBuilder plan;
    private final int last;
    private final CapabilitySet grantable;
    private final long bounding;
    private final long effective;
    private final long inheritable;
    private final long permitted;
    private final long ambient;

    CapabilitySets(PlanBuilder plan, ProcessStart start) {
        this.plan = plan;
        this.last = start.host().lastCapability();
        this.grantable =
                start.inOwnUserNamespace() ? CapabilitySet.ALL : start.host().capabilities();
        Capabilities given = start.process().capabilities();
        Capabilities sets = given == null ? Capabilities.NONE : given;
        this.bounding = bits("bounding", sets.bounding());
        this.effective = bits("effective", sets.effective());
        this.inheritable = bits("inheritable", sets.inheritable());
        this.permitted = bits("permitted", sets.permitted());
        this.ambient = raisable(bits("ambient", sets.ambient()));
    }

    /// The kernel takes those alone that are permitted and inheritable (capabilities(7)).
    private long raisable(long wanted) {
        long raisable = wanted & permitted & inheritable;
        if (raisable != wanted) {
            plan.note(
                    "capabilities are left out of the ambient set: they are not permitted and"
                            + " inheritable as well");
        }
        return raisable;
    }

    private long bits(String set, List<String> names) {
        long bits = 0;
        for (String name : names) {
            Optional<Capability> known = Capability.parse(name).filter(c -> c.bit() <= last);
            if (known.isPresent() && grantable.contains(known.get())) {
                bits |= 1L << known.get().bit();
            } else {
                String reason = known.isPresent() ? "the engine does not have it" : "unknown here";
                plan.note("capability " + name + " is left out of the " + set + " set: " + reason);
            }
        }
        return bits;
    }

    /// What must be done while still root: no program may ever gain more than the bounding set, and
    /// the change of the user must not take the capabilities away.
    void bound() {
        plan.doing("drop capabilities from the bounding set", "");
        long dropped = ~bounding & (2L << last) - 1;
        if (dropped != 0) {
            plan.add(
                    new Action.Each(
                            Syscall.PRCTL,
                            List.of(value(PR_CAPBSET_DROP), value(0), value(0), value(0), value(0)),
                            1,
                            dropped));
        }
        plan.doing("keep capabilities over the change of user", "");
        plan.prctl(PR_SET_KEEPCAPS, 1);
    }

    /// Sets all others, once the user is who it will be.
    void apply() {
        plan.doing("set capabilities", "");
        plan.prctl(PR_SET_KEEPCAPS, 0);
        Struct header = new Struct(8).u32(0, LINUX_CAPABILITY_VERSION_3);
        Struct sets = new Struct(24);
        words(sets, 0, effective);
        words(sets, 4, permitted);
        words(sets, 8, inheritable);
        Data headerData = plan.data().place(header, "version 3");
        plan.call(Syscall.CAPSET, headerData, plan.data().place(sets, shown()));
        plan.doing("set ambient capabilities", "");
        ambient(PR_CAP_AMBIENT_CLEAR_ALL, 0);
        for (int capability = 0; capability <= last; capability++) {
            if ((ambient >> capability & 1) != 0) {
                ambient(PR_CAP_AMBIENT_RAISE, capability);
            }
        }
    }

    private void ambient(int what, int capability) {
        plan.call(
                Syscall.PRCTL,
                value(PR_CAP_AMBIENT),
                value(what),
                value(capability),
                value(0),
                value(0));
    }

    private Object shown() {
        return new Sets(effective, permitted, inheritable);
    }

    /// The kernel takes each set in two halves, twelve bytes apart.
    private static void words(Struct sets, int offset, long bits) {
        sets.u32(offset, (int) bits).u32(offset + 12, (int) (bits >>> 32));
    }

    private record Sets(long effective, long permitted, long inheritable) {
        @Override
        public String toString() {
            return "sets{effective=%x permitted=%x inheritable=%x}"
                    .formatted(effective, permitted, inheritable);
        }
    }
}
