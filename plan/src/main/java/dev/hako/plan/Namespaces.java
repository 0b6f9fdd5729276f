package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.TimeOffsets;
import dev.hako.plan.Argument.Register;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The clone that makes the container's process and its namespaces (namespaces(7)).
///
/// The launcher clones the process itself, unless something must be entered or set before: a joined
/// namespace, or the offsets of a time namespace, which are fixed by the first process in it. Then
/// an intermediate child enters and sets them, and clones the process as a child of the launcher.
final class Namespaces {
    /// One is made by unshare(2) in the process itself, once it is in its control group: the group
    /// is what the namespace shows as the root.
    private static final int LATE = Isolation.flag(Namespace.Type.CGROUP);

    private static final int WAIT_MILLIS = 60_000;

    /// The user namespace comes first, for it gives the right to join those it owns; the mount
    /// namespace last, for until then paths, `/proc` above all, are the host's.
    private static final List<Namespace.Type> JOINED_IN_TURN =
            List.of(
                    Namespace.Type.USER,
                    Namespace.Type.NETWORK,
                    Namespace.Type.IPC,
                    Namespace.Type.UTS,
                    Namespace.Type.CGROUP,
                    Namespace.Type.PID,
                    Namespace.Type.TIME,
                    Namespace.Type.MOUNT);

    private final PlanBuilder plan;
    private final Isolation isolation;
    private final @Nullable TimeOffsets offsets;
    private final Map<Namespace.Type, Register> opened = new EnumMap<>(Namespace.Type.class);

    Namespaces(PlanBuilder plan, Isolation isolation, @Nullable TimeOffsets offsets) {
        this.plan = plan;
        this.isolation = isolation;
        this.offsets = offsets;
        if (isolation.isFresh(Namespace.Type.USER) && !isolation.isFresh(Namespace.Type.MOUNT)) {
            throw Refusal.invalid(
                    "namespaces",
                    "a container with a user namespace of its own has a mount namespace of its own");
        }
        if (offsets != null && !isolation.isFresh(Namespace.Type.TIME)) {
            throw Refusal.invalid("timeOffsets", "the container has no time namespace of its own");
        }
    }

    /// Whether another process comes between the launcher and the container's.
    boolean hasIntermediate() {
        return offsets != null || !isolation.joined().isEmpty();
    }

    /// Adds the clone; afterwards the launcher knows the process.
    ///
    /// @param cgroup where it is born
    /// @param sockets the way to the intermediate child
    /// @param child where the container's process goes on
    Cloning cloneProcess(Register cgroup, SocketPair sockets, Label child) {
        int flags = isolation.fresh() & ~LATE;
        if (!hasIntermediate()) {
            plan.doing("make the container's process and namespaces", "");
            return Cloning.into(plan, flags, cgroup, child);
        }
        openJoined();
        Label between = new Label("intermediate");
        Label launcher = new Label("launcher");
        plan.doing("make the intermediate process", "");
        Cloning.into(plan, 0, cgroup, between);
        plan.jump(launcher);
        plan.place(between);
        hide();
        enter();
        cloneFromBetween(flags, sockets, child);
        plan.place(launcher);
        plan.doing("learn of the container's process", "");
        plan.add(new Action.Receive(sockets.launcher(), WAIT_MILLIS));
        Register pid = plan.into("pid");
        plan.add(new Action.ReceiveFd(sockets.launcher(), WAIT_MILLIS));
        return new Cloning(pid, plan.into("pidfd"));
    }

    /// Whoever lives in a joined namespace must not look into a process of the engine. Helpers that
    /// map ids could not do so either, so in a new user namespace the process hides later.
    private void hide() {
        if (!isolation.isFresh(Namespace.Type.USER)) {
            ProcessSetup.hide(plan);
        }
    }

    private void openJoined() {
        for (Namespace.Type type : JOINED_IN_TURN) {
            if (isolation.joined().get(type) instanceof Isolation.Joined.ByPath(String path)) {
                plan.doing("open the " + type + " namespace", path);
                plan.call(Syscall.OPENAT, AT_FDCWD, plan.text(path), value(O_RDONLY | O_CLOEXEC));
                opened.put(type, plan.into(type.toString()));
            }
        }
    }

    private void enter() {
        for (Namespace.Type type : JOINED_IN_TURN) {
            if (type == Namespace.Type.MOUNT) {
                setClocks();
            }
            switch (isolation.joined().get(type)) {
                case Isolation.Joined.ByPath(String path) -> {
                    if (type == Namespace.Type.USER) {
                        Credentials.leaveGroups(plan);
                    }
                    plan.doing("join the " + type + " namespace", path);
                    join(type, Objects.requireNonNull(opened.get(type), "it was opened"));
                }
                case Isolation.Joined.ByProcess(int pidfd) -> {
                    plan.doing("join the " + type + " namespace of another container", "");
                    join(type, value(pidfd));
                }
                case null -> {}
            }
        }
    }

    private void join(Namespace.Type type, Argument fd) {
        plan.call(Syscall.SETNS, fd, value(Isolation.flag(type)));
    }

    private void setClocks() {
        if (offsets != null) {
            plan.doing("set the clocks of the time namespace", "");
            plan.call(Syscall.UNSHARE, value(Isolation.flag(Namespace.Type.TIME)));
            Files.write(plan, AT_FDCWD, plan.text("/proc/self/timens_offsets"), lines(offsets));
        }
    }

    private static String lines(TimeOffsets offsets) {
        return line("boottime", offsets.boottime()) + line("monotonic", offsets.monotonic());
    }

    private static String line(String clock, TimeOffsets.@Nullable Offset offset) {
        if (offset == null) {
            return "";
        }
        return clock + " " + offset.secs() + " " + offset.nanosecs() + "\n";
    }

    private void cloneFromBetween(int flags, SocketPair sockets, Label child) {
        int made = offsets == null ? flags : flags & ~Isolation.flag(Namespace.Type.TIME);
        plan.doing("make the container's process and namespaces", "");
        Cloning cloning = Cloning.into(plan, made | Cloning.CLONE_PARENT, Register.NONE, child);
        plan.doing("tell the launcher of the container's process", "");
        plan.add(new Action.Send(sockets.child(), cloning.pid()));
        plan.add(new Action.SendFd(sockets.child(), cloning.pidfd()));
        plan.add(new Action.End(0));
    }

    /// The process's part: the namespace that waited for the control group.
    void unshareLate() {
        if ((isolation.fresh() & LATE) != 0) {
            plan.doing("make the cgroup namespace", "");
            plan.call(Syscall.UNSHARE, value(LATE));
        }
    }
}
