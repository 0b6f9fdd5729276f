package dev.hako.plan;

import static dev.hako.kernel.Errno.EACCES;
import static dev.hako.kernel.Errno.EEXIST;
import static dev.hako.kernel.Errno.ENOENT;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import dev.hako.plan.CgroupLayout.Unified;
import java.util.List;
import java.util.Optional;

/// The container's group in the one hierarchy of cgroup version 2. A process is born in it; on a
/// kernel that cannot do that it joins by a file that was opened before it was cloned.
final class CgroupsV2 implements Cgroups {
    private static final int REMOVE_MILLIS = 5000;

    private final PlanHost host;
    private final PlanBuilder plan;
    private final CgroupMounts mounts;
    private final Unified layout;
    private final CgroupPath path;
    private final List<LimitWrite> limits;
    private final DeviceProgram devices;
    private Register birthplace = Register.NONE;
    private Register processes = Register.NONE;

    CgroupsV2(
            PlanHost host,
            PlanBuilder plan,
            CgroupMounts mounts,
            Unified layout,
            Linux linux,
            String id) {
        this.host = host;
        this.plan = plan;
        this.mounts = mounts;
        this.layout = layout;
        this.path = CgroupPath.of(linux, id, layout.mountPoint(), layout.parent());
        this.limits = LimitsV2.of(linux.resources(), plan::note);
        this.devices = new DeviceProgram(DeviceRules.complete(linux.resources().devices()));
    }

    @Override
    public void create() {
        limits.forEach(this::requireController);
        plan.doing("make the cgroup", path.directory());
        for (String made : path.made()) {
            enableControllers(made.substring(0, made.lastIndexOf('/')));
            plan.doing("make the cgroup", path.directory());
            plan.call(Syscall.MKDIRAT, AT_FDCWD, plan.text(path.mountPoint() + made), value(0755))
                    .tolerate(EEXIST);
        }
        for (LimitWrite limit : limits) {
            plan.doing("set " + limit.file() + " of", path.path());
            Files.write(plan, AT_FDCWD, plan.text(path.file(limit.file())), limit.value());
        }
        if (!devices.isEmpty() && !host.inUserNamespace()) {
            limitDevices();
        }
    }

    private void requireController(LimitWrite limit) {
        boolean always = limit.controller().equals("cgroup");
        if (!always && !layout.controllers().contains(limit.controller())) {
            throw Refusal.limit(
                    limit.file(),
                    limit.controller(),
                    "the engine's cgroup does not have this controller",
                    "leave the limit out, or delegate the controller to the engine"
                            + " (systemd: Delegate=yes)");
        }
    }

    /// Lets the children of a group have the controllers the engine may give them. Who may not, as
    /// a user above what was delegated to him, finds them enabled, or the limit's file missing.
    private void enableControllers(String group) {
        if (!layout.controllers().isEmpty()) {
            String directory = path.mountPoint() + group;
            plan.doing("enable controllers below the cgroup", directory);
            Data file = plan.text(directory + "/cgroup.subtree_control");
            Label done = new Label("controllers are another's to enable");
            plan.call(Syscall.OPENAT, AT_FDCWD, file, value(O_WRONLY | O_CLOEXEC));
            Register opened = plan.branch(done, EACCES).into("file");
            enable(opened);
            plan.close(opened);
            plan.registers().release(opened);
            plan.place(done);
        }
    }

    /// All at once, and where not all are delegated each that is.
    private void enable(Register control) {
        Label single = new Label("not all controllers are here");
        Label enabled = new Label("controllers are enabled");
        Files.write(plan, control, "+" + String.join(" +", layout.controllers()));
        plan.branch(single, ENOENT);
        plan.jump(enabled);
        plan.place(single);
        for (String controller : layout.controllers()) {
            Files.write(plan, control, "+" + controller);
            plan.tolerate(ENOENT);
        }
        plan.place(enabled);
    }

    /// A user namespace has no such privilege; nor has it devices that would need the rules.
    private void limitDevices() {
        plan.doing("limit the devices of the cgroup", path.path());
        Register directory = CgroupsV1.openDirectory(plan, path.directory(), O_RDONLY);
        devices.attach(plan, directory);
        plan.close(directory);
        plan.registers().release(directory);
    }

    @Override
    public void open() {
        plan.doing("open the cgroup", path.directory());
        if (host.kernel().cloneIntoCgroup()) {
            birthplace = CgroupsV1.openDirectory(plan, path.directory(), O_PATH);
        } else {
            Data file = plan.text(path.file("cgroup.procs"));
            plan.call(Syscall.OPENAT, AT_FDCWD, file, value(O_WRONLY | O_CLOEXEC));
            processes = plan.into("procs");
        }
    }

    @Override
    public Register birthplace() {
        return birthplace;
    }

    @Override
    public void join() {
        if (processes.exists()) {
            plan.doing("join the cgroup", path.directory());
            plan.add(new Action.Write(processes, plan.text("0"), 1));
            plan.registers().release(processes);
        }
    }

    @Override
    public void mount(RootTree root, Mount mount, MountOptions options) {
        mounts.unified(root, mount, options, path.directory());
    }

    @Override
    public Optional<String> oomKills() {
        return layout.controllers().contains("memory")
                ? Optional.of(path.file("memory.events"))
                : Optional.empty();
    }

    @Override
    public List<CgroupPlace> places() {
        return List.of(new CgroupPlace("", path.directory()));
    }

    @Override
    public void remove() {
        if (host.kernel().cgroupKill()) {
            killAll(plan, path);
        }
        path.remove(plan, REMOVE_MILLIS);
    }

    @Override
    public void tryToRemove() {
        path.tryToRemove(plan);
    }

    /// What did not end with the container's first process ends now.
    static void killAll(PlanBuilder plan, CgroupPath path) {
        plan.doing("end what is left in the cgroup", path.directory());
        Files.write(plan, AT_FDCWD, plan.text(path.file("cgroup.kill")), "1");
    }
}
