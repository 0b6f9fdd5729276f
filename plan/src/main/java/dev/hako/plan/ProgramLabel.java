package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.kernel.LabelModule;
import dev.hako.oci.runtime.Process;
import dev.hako.plan.Argument.Register;
import java.util.ArrayList;
import java.util.List;

/// The labels by which the kernel's security modules confine the program from its exec on:
/// AppArmor's profile and SELinux's context.
///
/// A process asks for them in files of its own in procfs. It is the host's procfs, which is opened
/// before there is a container: what the container has at `/proc` could be anything.
final class ProgramLabel {
    private static final String UNCONFINED = "unconfined";

    private final PlanBuilder plan;
    private final List<Wish> wishes = new ArrayList<>(2);
    private Register procfs = Register.NONE;

    /// @param file below the process's `/proc/self`
    private record Wish(String label, String file, String content) {}

    ProgramLabel(PlanBuilder plan, PlanHost host, Process process) {
        this.plan = plan;
        String profile = process.apparmorProfile();
        boolean appArmor = host.kernel().labels().contains(LabelModule.APPARMOR);
        if (profile != null && !profile.isEmpty() && (appArmor || !profile.equals(UNCONFINED))) {
            require(appArmor, "apparmorProfile " + profile, "AppArmor (boot with apparmor=1)");
            wishes.add(new Wish(profile, "self/attr/apparmor/exec", "exec " + profile));
        }
        String context = process.selinuxLabel();
        if (context != null && !context.isEmpty()) {
            boolean active = host.kernel().labels().contains(LabelModule.SELINUX);
            require(active, "selinuxLabel " + context, "SELinux");
            wishes.add(new Wish(context, "self/attr/exec", context));
        }
    }

    private static void require(boolean active, String wanted, String module) {
        if (!active) {
            throw Refusal.feature(
                    wanted, "this kernel does not run " + module, "leave the label out");
        }
    }

    /// While the host's files are there.
    void open() {
        if (!wishes.isEmpty()) {
            plan.doing("open the host's procfs", "/proc");
            int flags = O_PATH | O_CLOEXEC | OpenFlags.directory(plan.arch());
            plan.call(Syscall.OPENAT, AT_FDCWD, plan.text("/proc"), value(flags));
            procfs = plan.into("procfs");
        }
    }

    /// By the process, while it still is root.
    void apply() {
        for (Wish wish : wishes) {
            plan.doing("label the program", wish.label);
            Files.write(plan, procfs, plan.text(wish.file), wish.content);
        }
        if (procfs.exists()) {
            plan.close(procfs);
        }
    }
}
