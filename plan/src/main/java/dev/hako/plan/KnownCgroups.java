package dev.hako.plan;

import static dev.hako.kernel.Errno.EACCES;
import static dev.hako.kernel.Errno.EBADF;
import static dev.hako.kernel.Errno.ENOENT;
import static dev.hako.kernel.Errno.EPERM;
import static dev.hako.kernel.Errno.EROFS;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.plan.Argument.Register;
import java.util.ArrayList;
import java.util.List;

/// Control groups whose directories are known, whoever has made them and whatever the specification
/// says of them. Where they may be others', those are joined that are there and may be.
final class KnownCgroups implements CgroupEntry {
    private final PlanHost host;
    private final PlanBuilder plan;
    private final List<CgroupPlace> places;
    private final List<Opened> opened = new ArrayList<>();
    private Register birthplace = Register.NONE;

    /// The file by which a group is joined.
    private record Opened(String directory, Register file) {}

    KnownCgroups(PlanHost host, PlanBuilder plan, List<CgroupPlace> places) {
        this.host = host;
        this.plan = plan;
        this.places = places;
    }

    @Override
    public void open() {
        for (CgroupPlace place : places) {
            plan.doing("open the cgroup", place.directory());
            if (place.isUnified() && host.kernel().cloneIntoCgroup() && !tried()) {
                birthplace = CgroupsV1.openDirectory(plan, place.directory(), O_PATH);
            } else {
                String file = place.directory() + (place.isUnified() ? "/cgroup.procs" : "/tasks");
                plan.call(Syscall.OPENAT, AT_FDCWD, plan.text(file), value(O_WRONLY | O_CLOEXEC));
                if (tried()) {
                    plan.tolerate(ENOENT, EACCES, EPERM, EROFS);
                }
                opened.add(new Opened(place.directory(), plan.into("tasks")));
            }
        }
    }

    private boolean tried() {
        return host.cgroups() instanceof CgroupLayout.Perhaps;
    }

    @Override
    public Register birthplace() {
        return birthplace;
    }

    @Override
    public void join() {
        for (Opened group : opened) {
            plan.doing("join the cgroup", group.directory);
            plan.add(new Action.Write(group.file, plan.text("0"), 1));
            if (tried()) {
                plan.tolerate(EBADF);
            }
            plan.registers().release(group.file);
        }
    }
}
