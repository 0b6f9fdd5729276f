package dev.hako.plan;

import static dev.hako.kernel.Errno.EEXIST;
import static dev.hako.kernel.Errno.ENOENT;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.oci.runtime.DeviceRule;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Resources;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import dev.hako.plan.CgroupLayout.Hierarchy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One group in each hierarchy of cgroup version 1, and one in a cgroup2 hierarchy beside them.
///
/// A process joins by writing `0` into the `tasks` files, which were opened before it was cloned:
/// moving another process by its id makes the kernel wait a hundred times longer. In the cgroup2
/// hierarchy it is born.
final class CgroupsV1 implements Cgroups {
    private static final int REMOVE_MILLIS = 5000;

    private final PlanHost host;
    private final PlanBuilder plan;
    private final CgroupMounts mounts;
    private final CgroupLayout.V1 layout;
    private final List<LimitWrite> limits;
    private final List<Group> groups = new ArrayList<>();
    private final Optional<CgroupPath> unified;
    private final List<Register> tasks = new ArrayList<>();
    private Register birthplace = Register.NONE;

    /// A hierarchy and the container's group in it.
    private record Group(Hierarchy hierarchy, CgroupPath path) {}

    CgroupsV1(
            PlanHost host,
            PlanBuilder plan,
            CgroupMounts mounts,
            CgroupLayout.V1 layout,
            Linux linux,
            String id) {
        this.host = host;
        this.plan = plan;
        this.mounts = mounts;
        this.layout = layout;
        this.limits = LimitsV1.of(resources(host, linux), plan::note);
        for (Hierarchy hierarchy : layout.hierarchies()) {
            if (isUsed(hierarchy)) {
                String mountPoint = hierarchy.mountPoint();
                groups.add(
                        new Group(
                                hierarchy,
                                CgroupPath.of(linux, id, mountPoint, hierarchy.parent())));
            }
        }
        this.unified =
                layout.unified()
                        .filter(_ -> host.kernel().cloneIntoCgroup())
                        .map(u -> CgroupPath.of(linux, id, u.mountPoint(), u.parent()));
    }

    /// A user namespace may not write rules for devices; nor has it devices that would need them.
    private static Resources resources(PlanHost host, Linux linux) {
        return host.inUserNamespace()
                ? linux.resources().with(r -> r.devices(List.<DeviceRule>of()))
                : linux.resources();
    }

    private boolean isUsed(Hierarchy hierarchy) {
        return hierarchy.everyones()
                || limits.stream().anyMatch(limit -> hierarchy.carries(limit.controller()));
    }

    @Override
    public void create() {
        for (Group group : groups) {
            make(group.path);
            if (group.hierarchy.carries("cpuset")) {
                inheritProcessors(group.path);
            }
        }
        unified.ifPresent(this::make);
        for (int i = 0; i < limits.size(); ) {
            i = write(i);
        }
    }

    private void make(CgroupPath path) {
        plan.doing("make the cgroup", path.directory());
        for (String made : path.made()) {
            plan.call(Syscall.MKDIRAT, AT_FDCWD, plan.text(path.mountPoint() + made), value(0755))
                    .tolerate(EEXIST);
        }
    }

    /// A new cpuset has neither processors nor memory, and takes no process until it has: each
    /// level that is new gets what its parent has.
    private void inheritProcessors(CgroupPath path) {
        for (String made : path.made()) {
            int slash = made.lastIndexOf('/');
            String parent = path.mountPoint() + made.substring(0, slash);
            copy(parent, path.mountPoint() + made, "cpuset.cpus");
            copy(parent, path.mountPoint() + made, "cpuset.mems");
        }
    }

    private void copy(String from, String to, String file) {
        int size = 256;
        plan.doing("inherit " + file + " by", to);
        Data buffer = plan.data().place(new Struct(size), "buffer");
        plan.call(Syscall.OPENAT, AT_FDCWD, plan.text(from + "/" + file), value(O_CLOEXEC));
        Register source = plan.into("from");
        Register count = plan.call(Syscall.READ, source, buffer, value(size)).into("count");
        plan.close(source);
        plan.call(
                Syscall.OPENAT, AT_FDCWD, plan.text(to + "/" + file), value(O_WRONLY | O_CLOEXEC));
        Register target = plan.into("to");
        plan.call(Syscall.WRITE, target, buffer, count);
        plan.close(target);
        List.of(source, count, target).forEach(plan.registers()::release);
    }

    /// Writes a limit, and with the same open file those after it that are for the same file.
    ///
    /// @return the index of the next one
    private int write(int index) {
        LimitWrite limit = limits.get(index);
        CgroupPath path = groupOf(limit);
        plan.doing("set " + limit.file() + " of", path.path());
        Register file = openFile(limit, path);
        int next = index;
        while (next < limits.size() && limits.get(next).file().equals(limit.file())) {
            Files.write(plan, file, limits.get(next).value());
            next++;
        }
        plan.close(file);
        plan.registers().release(file);
        return next;
    }

    private Register openFile(LimitWrite limit, CgroupPath path) {
        Data name = plan.text(path.file(limit.file()));
        plan.call(Syscall.OPENAT, AT_FDCWD, name, value(O_WRONLY | O_CLOEXEC));
        if (limit.otherFile().isEmpty()) {
            return plan.into("file");
        }
        Label other = new Label("other name");
        Label opened = new Label("opened");
        Register file = plan.branch(other, ENOENT).into("file");
        plan.jump(opened);
        plan.place(other);
        Data otherName = plan.text(path.file(limit.otherFile()));
        plan.call(Syscall.OPENAT, AT_FDCWD, otherName, value(O_WRONLY | O_CLOEXEC)).into(file);
        plan.place(opened);
        return file;
    }

    private CgroupPath groupOf(LimitWrite limit) {
        for (Group group : groups) {
            if (group.hierarchy.carries(limit.controller())) {
                return group.path;
            }
        }
        throw Refusal.limit(
                limit.file(),
                limit.controller(),
                "the engine has no cgroup hierarchy with this controller",
                "leave the limit out, or mount the controller and restart the engine");
    }

    @Override
    public void open() {
        for (Group group : groups) {
            plan.doing("open the cgroup", group.path.directory());
            Data file = plan.text(group.path.file("tasks"));
            plan.call(Syscall.OPENAT, AT_FDCWD, file, value(O_WRONLY | O_CLOEXEC));
            tasks.add(plan.into("tasks"));
        }
        unified.ifPresent(path -> {
            plan.doing("open the cgroup", path.directory());
            birthplace = openDirectory(plan, path.directory(), O_PATH);
        });
    }

    /// A group's directory, for clone3 or to attach a program to.
    static Register openDirectory(PlanBuilder plan, String directory, int mode) {
        int flags = mode | O_CLOEXEC | OpenFlags.directory(plan.arch());
        plan.call(Syscall.OPENAT, AT_FDCWD, plan.text(directory), value(flags));
        return plan.into("cgroup");
    }

    @Override
    public Register birthplace() {
        return birthplace;
    }

    @Override
    public void join() {
        for (int i = 0; i < tasks.size(); i++) {
            plan.doing("join the cgroup", groups.get(i).path.directory());
            plan.add(new Action.Write(tasks.get(i), plan.text("0"), 1));
            plan.registers().release(tasks.get(i));
        }
    }

    @Override
    public void mount(RootTree root, Mount mount, MountOptions options) {
        List<CgroupMounts.Controller> controllers = new ArrayList<>();
        for (Hierarchy hierarchy : layout.hierarchies()) {
            controllers.add(new CgroupMounts.Controller(hierarchy, directory(hierarchy)));
        }
        Optional<String> second = unified.map(CgroupPath::directory);
        mounts.hierarchies(root, mount, options, controllers, second);
    }

    /// The container's directory in a hierarchy; where it has none, the engine's parent of them.
    private String directory(Hierarchy hierarchy) {
        for (Group group : groups) {
            if (group.hierarchy.equals(hierarchy)) {
                return group.path.directory();
            }
        }
        return hierarchy.mountPoint() + hierarchy.parent();
    }

    @Override
    public Optional<String> oomKills() {
        return groups.stream()
                .filter(group -> group.hierarchy.carries("memory"))
                .map(group -> group.path.file("memory.oom_control"))
                .findFirst();
    }

    @Override
    public List<CgroupPlace> places() {
        List<CgroupPlace> places = new ArrayList<>();
        for (Group group : groups) {
            places.add(new CgroupPlace(group.hierarchy.title(), group.path.directory()));
        }
        unified.ifPresent(path -> places.add(new CgroupPlace("", path.directory())));
        return places;
    }

    @Override
    public void remove() {
        if (host.kernel().cgroupKill()) {
            unified.ifPresent(path -> CgroupsV2.killAll(plan, path));
        }
        groups.forEach(group -> group.path.remove(plan, REMOVE_MILLIS));
        unified.ifPresent(path -> path.remove(plan, REMOVE_MILLIS));
    }

    @Override
    public void tryToRemove() {
        groups.forEach(group -> group.path.tryToRemove(plan));
        unified.ifPresent(path -> path.tryToRemove(plan));
    }
}
