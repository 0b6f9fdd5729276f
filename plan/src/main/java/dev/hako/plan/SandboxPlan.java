package dev.hako.plan;

import static dev.hako.kernel.Errno.EEXIST;
import static dev.hako.kernel.Errno.EINVAL;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.MountFlags.*;

import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Root;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Immediate;
import dev.hako.plan.Argument.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/// The making of what the containers of a pod share, as a plan.
///
/// The launcher makes the namespaces for itself, sets them up, and mounts each on a file, which
/// holds it from then on (namespaces(7)): no process stays. It leaves when it has told so. Where
/// the pod has users of its own, a process of theirs makes them.
public final class SandboxPlan {
    /// The types that live without a process in them, in the order in which they are held.
    public static final List<Namespace.Type> HOLDABLE =
            List.of(
                    Namespace.Type.USER,
                    Namespace.Type.NETWORK,
                    Namespace.Type.IPC,
                    Namespace.Type.UTS);

    /// The directory that containers are shown as `/dev/shm`.
    public static final String SHM = "shm";

    private static final Immediate NONE = value(0);
    private static final int S_IFREG = 0100000;
    private static final int DIRECTORY_MODE = 0755;

    private final SandboxLaunch launch;
    private final PlanBuilder plan;

    private SandboxPlan(SandboxLaunch launch) {
        this.launch = launch;
        this.plan = new PlanBuilder(launch.host().arch());
    }

    /// Compiles it. What an earlier run of it has left half made is replaced.
    ///
    /// @throws dev.hako.failure.Failure of kind `INVALID` when a kernel parameter has no such name
    public static Plan compile(SandboxLaunch launch) {
        return new SandboxPlan(launch).compile();
    }

    /// The file on which a namespace is held, in the pod's directory.
    public static String file(Namespace.Type type) {
        return switch (type) {
            case NETWORK -> dev.hako.kernel.Namespace.NETWORK.procName();
            case IPC -> dev.hako.kernel.Namespace.IPC.procName();
            case UTS -> dev.hako.kernel.Namespace.UTS.procName();
            case USER -> dev.hako.kernel.Namespace.USER.procName();
            case MOUNT, PID, CGROUP, TIME ->
                    throw new IllegalArgumentException(type + " is not held by a file");
        };
    }

    private Plan compile() {
        new LauncherSteps(plan).begin(false);
        release();
        if (launch.users().isPresent()) {
            makeForUsers(launch.users().get());
        } else {
            plan.doing("make the pod's namespaces", "");
            plan.call(Syscall.UNSHARE, value(Integer.toUnsignedLong(flags())));
            setUp();
            hold(type -> plan.text("/proc/self/ns/" + file(type)));
        }
        if (sharesIpc()) {
            mountShm();
        }
        plan.doing("report that the pod is ready", "");
        plan.add(new Action.Report(Milestone.STARTED, NONE));
        plan.add(new Action.End(0));
        plan.beginCleanup();
        release();
        plan.doing("end the clean-up", "");
        plan.add(new Action.End(0));
        return plan.build();
    }

    /// A process of the users' own makes the namespaces, so that theirs is all it makes
    /// (user_namespaces(7)). The launcher, who may mount, holds them from outside.
    private void makeForUsers(IdMapping users) {
        plan.doing("make a process in the pod's namespaces", "");
        SocketPair sockets = SocketPair.open(plan);
        Label there = new Label("pod's users");
        Label here = new Label("namespaces made");
        Cloning process = Cloning.into(plan, flags(), Register.NONE, there);
        plan.jump(here);
        plan.place(there);
        ProcessSetup.dieWithLauncher(plan);
        plan.doing("wait for ids", "");
        plan.add(new Action.Receive(sockets.child(), LauncherSteps.WAIT_MILLIS));
        Credentials.becomeNamespaceRoot(plan);
        setUp();
        plan.doing("tell the launcher of the namespaces", "");
        plan.add(new Action.Send(sockets.child(), NONE));
        plan.doing("wait until they are held", "");
        plan.add(new Action.Receive(sockets.child(), LauncherSteps.WAIT_MILLIS));
        plan.add(new Action.End(0));
        plan.place(here);
        new IdMaps(plan, new LaunchOptions.IdMapWriter.Direct())
                .write(process.pid(), List.of(users), List.of(users));
        plan.doing("let the pod's users set up their namespaces", "");
        plan.add(new Action.Send(sockets.launcher(), NONE));
        plan.add(new Action.Receive(sockets.launcher(), LauncherSteps.WAIT_MILLIS));
        hold(type -> ProcessPaths.of(plan, process.pid(), "ns/" + file(type)));
        plan.doing("let the process end", "");
        plan.add(new Action.Send(sockets.launcher(), NONE));
    }

    private int flags() {
        int flags = 0;
        for (Namespace.Type type : held()) {
            flags |= Isolation.flag(type);
        }
        return flags;
    }

    private List<Namespace.Type> held() {
        return HOLDABLE.stream().filter(this::isHeld).toList();
    }

    private boolean isHeld(Namespace.Type type) {
        return type == Namespace.Type.USER
                ? launch.users().isPresent()
                : launch.namespaces().contains(type);
    }

    /// Takes away what is held. What is not there is fine.
    private void release() {
        for (Namespace.Type type : held()) {
            release(path(file(type)));
        }
        if (sharesIpc()) {
            release(path(SHM));
        }
    }

    private void release(String path) {
        plan.doing("release", path);
        plan.call(Syscall.UMOUNT2, plan.text(path), value(MNT_DETACH))
                .tolerate(EINVAL, dev.hako.kernel.Errno.ENOENT);
    }

    private void setUp() {
        List<Namespace> fresh = new ArrayList<>();
        held().forEach(type -> fresh.add(Namespace.fresh(type)));
        Linux linux =
                Linux.NONE.with(l -> l.namespaces(fresh).sysctl(new TreeMap<>(launch.sysctl())));
        Spec spec =
                Spec.of(new Root("/", false), Process.of(List.of("/")))
                        .with(s -> s.hostname(launch.hostname()).linux(linux));
        new HostSettings(plan, spec, linux, Isolation.of(linux, launch.host())).apply();
    }

    /// @param own where a namespace is seen
    private void hold(Function<Namespace.Type, Data> own) {
        for (Namespace.Type type : held()) {
            String path = path(file(type));
            plan.doing("hold the " + type + " namespace by", path);
            Data file = plan.text(path);
            plan.call(Syscall.MKNODAT, OpenFlags.AT_FDCWD, file, value(S_IFREG), value(0))
                    .tolerate(EEXIST);
            plan.call(Syscall.MOUNT, own.apply(type), file, NONE, value(MS_BIND), NONE);
        }
    }

    /// POSIX's shared memory is files: who shares System V's shares them too.
    private void mountShm() {
        String path = path(SHM);
        plan.doing("mount the shared memory on", path);
        Data at = plan.text(path);
        plan.call(Syscall.MKDIRAT, OpenFlags.AT_FDCWD, at, value(DIRECTORY_MODE)).tolerate(EEXIST);
        Data type = plan.text("tmpfs");
        String owner =
                launch.users()
                        .map(ids -> ",uid=" + ids.hostId() + ",gid=" + ids.hostId())
                        .orElse("");
        Data options = plan.text("mode=1777,size=" + launch.shmBytes() + owner);
        int flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
        plan.call(Syscall.MOUNT, plan.text(SHM), at, type, value(flags), options);
    }

    private boolean sharesIpc() {
        return launch.namespaces().contains(Namespace.Type.IPC);
    }

    private String path(String name) {
        return launch.directory() + "/" + name;
    }
}
