package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Process;
import dev.hako.plan.Argument.Register;
import java.util.ArrayList;
import java.util.List;

/// A look at a container's files as a plan: the launcher goes to them, and becomes the program that
/// shows them. There is no other process, and nothing is left of it when that ends.
public final class LookPlan {
    private static final int F_SETFD = 2;

    private final LookLaunch launch;
    private final PlanBuilder plan;

    private LookPlan(LookLaunch launch) {
        this.launch = launch;
        this.plan = new PlanBuilder(launch.host().arch());
    }

    /// Compiles it.
    public static Plan compile(LookLaunch launch) {
        return new LookPlan(launch).compile();
    }

    private Plan compile() {
        LookLaunch.Program program = launch.program();
        Process process =
                Process.of(List.of(program.name(), "."))
                        .with(p -> p.rlimits(List.of(launch.descriptors())));
        new LauncherSteps(plan).keepDescriptorsBack();
        new Disks(plan).mount(launch.mounted());
        go();
        new Rlimits(
                        plan,
                        ProcessStart.of(launch.host(), LaunchOptions.STANDARD, process, Linux.NONE))
                .apply();
        plan.doing("leave the connection open for", program.name());
        plan.call(Syscall.FCNTL, value(launch.connection()), value(F_SETFD), value(0));
        plan.doing("run", program.name());
        plan.add(
                new Action.Exec(
                        plan.data().texts(List.of(program.path()), program.path()),
                        plan.data().texts(process.args(), process.args()),
                        plan.data().texts(List.of(), List.of())));
        return plan.build();
    }

    private void go() {
        switch (launch.sight()) {
            case LookLaunch.Seen(String note) -> enterRootOf(note);
            case LookLaunch.In(String path) -> {
                plan.doing("enter the directory that is shown,", path);
                plan.call(Syscall.CHDIR, plan.text(path));
            }
            case LookLaunch.Laid(RootFilesystem.Overlay overlay) -> enter(overlay);
        }
    }

    private void enterRootOf(String note) {
        Register pid = ProcessNote.read(plan, note);
        plan.doing("open the root of", "the container's process");
        int flags = O_PATH | O_CLOEXEC | OpenFlags.directory(plan.arch());
        plan.call(Syscall.OPENAT, AT_FDCWD, ProcessPaths.of(plan, pid, "root"), value(flags));
        plan.call(Syscall.FCHDIR, plan.into("root"));
    }

    /// As the container has it, but that nothing hangs anywhere.
    private void enter(RootFilesystem.Overlay overlay) {
        plan.doing("enter the directory of layers", overlay.base());
        plan.call(Syscall.CHDIR, plan.text(overlay.base()));
        plan.doing("mount overlay on", overlay.target());
        List<String[]> settings = new ArrayList<>();
        overlay.lower().forEach(lower -> settings.add(new String[] {"lowerdir+", lower}));
        overlay.upper()
                .ifPresent(upper -> {
                    settings.add(new String[] {"upperdir", upper.directory()});
                    settings.add(new String[] {"workdir", upper.work()});
                });
        Register tree = new Trees(plan, launch.host().kernel()).make("overlay", settings, 0);
        plan.call(Syscall.FCHDIR, tree);
    }
}
