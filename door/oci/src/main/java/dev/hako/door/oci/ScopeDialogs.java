package dev.hako.door.oci;

import dev.hako.door.oci.BusMessage.Target;
import dev.hako.plan.LimitWrite;
import dev.hako.plan.ScopeName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// What the command tells systemd of a container's scope (org.freedesktop.systemd1(5)): whole
/// dialogs, for it knows nothing of their meaning (`struct record_dialog`).
record ScopeDialogs(ScopeName scope) {
    private static final int HEAD = 16;

    private static final Target BUS =
            new Target("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus");
    private static final Target SYSTEMD =
            new Target(
                    "org.freedesktop.systemd1",
                    "/org/freedesktop/systemd1",
                    "org.freedesktop.systemd1.Manager");

    /// A dialog that grows.
    private static final class Dialog {
        private final ByteArrayOutputStream messages = new ByteArrayOutputStream(1024);
        private int serial;

        Dialog() {
            say(BUS, "Hello", "", new BusMessage());
        }

        /// Has the end of a unit's jobs told.
        Dialog listen(String unit) {
            String rule =
                    "type='signal',interface='"
                            + SYSTEMD.type()
                            + "',member='JobRemoved',arg2='"
                            + unit
                            + "'";
            say(BUS, "AddMatch", "s", new BusMessage().string(rule));
            return say(SYSTEMD, "Subscribe", "", new BusMessage());
        }

        Dialog say(Target target, String member, String signature, BusMessage body) {
            serial++;
            messages.writeBytes(body.call(serial, target, member, signature));
            return this;
        }

        /// @param behindProcess how much follows a process's id; negative: there is none
        byte[] end(boolean awaitsJob, int behindProcess) {
            int pid = behindProcess < 0 ? 0 : messages.size() - behindProcess - Integer.BYTES;
            return ByteBuffer.allocate(HEAD + messages.size())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(pid)
                    .putInt(serial)
                    .putInt(awaitsJob ? 1 : 0)
                    .putInt(0)
                    .put(messages.toByteArray())
                    .array();
        }
    }

    /// Makes the scope, with one process in it and the limits that it begins with.
    byte[] begin(String id, List<LimitWrite> limits) {
        UnitProperties properties =
                new UnitProperties()
                        .text("Description", "hako container " + id)
                        .text("Slice", scope.slice())
                        // A scope that has failed would otherwise stay, and its name with it.
                        .text("CollectMode", "inactive-or-failed")
                        .flag("Delegate", true)
                        // Else it ends before other units when the machine goes down.
                        .flag("DefaultDependencies", false)
                        .flag("CPUAccounting", true)
                        .flag("IOAccounting", true)
                        .flag("MemoryAccounting", true)
                        .flag("TasksAccounting", true)
                        .limits(limits)
                        .process();
        var start = new BusMessage().string(scope.unit()).string("fail");
        start.array(properties.array());
        int before = start.size();
        start.array(new BusMessage()); // no further units
        return new Dialog()
                .listen(scope.unit())
                .say(SYSTEMD, "StartTransientUnit", "ssa(sv)a(sa(sv))", start)
                .end(true, start.size() - before);
    }

    byte[] change(List<LimitWrite> limits) {
        var set = new BusMessage().string(scope.unit()).bool(true);
        set.array(new UnitProperties().limits(limits).array());
        return new Dialog().say(SYSTEMD, "SetUnitProperties", "sba(sv)", set).end(false, -1);
    }

    byte[] end() {
        var stop = new BusMessage().string(scope.unit()).string("replace");
        return new Dialog().listen(scope.unit()).say(SYSTEMD, "StopUnit", "ss", stop).end(true, -1);
    }
}
