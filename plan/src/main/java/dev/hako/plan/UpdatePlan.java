package dev.hako.plan;

import static dev.hako.kernel.Errno.EBUSY;
import static dev.hako.kernel.Errno.EINVAL;
import static dev.hako.kernel.Errno.ENOENT;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.oci.runtime.Resources;
import dev.hako.plan.Argument.Register;
import java.util.List;

/// Other limits for a container whose control groups are there.
///
/// In which order files can be written depends on what is in them: memory must never be above
/// memory with swap, a quota never above its period. So all are written twice, and only the second
/// time must be taken: of two such limits one can always be written first.
public final class UpdatePlan {
    private final PlanBuilder plan;
    private final List<CgroupPlace> places;
    private final List<LimitWrite> writes;

    private UpdatePlan(PlanHost host, List<CgroupPlace> places, Resources limits) {
        this.plan = new PlanBuilder(host.arch());
        this.places = places;
        this.writes = LiveLimits.of(host.cgroups(), limits);
    }

    /// Compiles an update.
    ///
    /// @param places the container's control groups
    /// @param limits what changes; devices stay what they are
    /// @throws dev.hako.failure.Failure `UNSUPPORTED` for a limit that this machine, or this
    ///   container's groups, do not have, with a remedy
    public static Plan compile(PlanHost host, List<CgroupPlace> places, Resources limits) {
        return new UpdatePlan(host, places, limits).compile();
    }

    private Plan compile() {
        new LauncherSteps(plan).keepDescriptorsBack();
        for (LimitWrite write : writes) {
            write(write, true);
        }
        if (writes.size() > 1) {
            writes.forEach(write -> write(write, false));
        }
        plan.doing("end", "the update");
        plan.add(new Action.End(0));
        return plan.build();
    }

    private void write(LimitWrite write, boolean first) {
        String directory = place(write).directory();
        plan.doing("set " + write.file() + " to " + write.value() + " in", directory);
        Register file = open(directory, write);
        String content = write.value();
        plan.add(new Action.Write(file, plan.text(content), ProcessPaths.utf8Length(content)));
        if (first && writes.size() > 1) {
            plan.tolerate(EINVAL, EBUSY);
        }
        plan.close(file);
        plan.registers().release(file);
    }

    private Register open(String directory, LimitWrite write) {
        call(directory, write.file());
        if (write.otherFile().isEmpty()) {
            return plan.into("file");
        }
        Label other = new Label("other name");
        Label opened = new Label("opened");
        Register file = plan.branch(other, ENOENT).into("file");
        plan.jump(opened);
        plan.place(other);
        call(directory, write.otherFile());
        plan.into(file);
        plan.place(opened);
        return file;
    }

    private void call(String directory, String name) {
        plan.call(
                Syscall.OPENAT,
                AT_FDCWD,
                plan.text(directory + "/" + name),
                value(O_WRONLY | O_CLOEXEC));
    }

    private CgroupPlace place(LimitWrite write) {
        boolean unified = places.stream().allMatch(CgroupPlace::isUnified);
        for (CgroupPlace place : places) {
            if (unified || place.carries(write.controller())) {
                return place;
            }
        }
        throw LiveLimits.missing(write);
    }
}
