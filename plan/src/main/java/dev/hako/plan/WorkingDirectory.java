package dev.hako.plan;

import static dev.hako.kernel.Errno.EACCES;
import static dev.hako.kernel.Errno.EBADF;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;

/// The program's working directory.
///
/// It is reached from the container's root without the magic links of procfs, so that no descriptor
/// that is open here leads out of the container (CVE-2024-21626).
final class WorkingDirectory {
    private static final int F_GETFD = 1;

    private final PlanBuilder plan;
    private final ProcessStart start;
    private Register directory = Register.NONE;

    WorkingDirectory(PlanBuilder plan, ProcessStart start) {
        this.plan = plan;
        this.start = start;
    }

    private String path() {
        return start.process().cwd();
    }

    /// As root, who may enter what the user may not.
    void enterAsRoot() {
        String relative = RootTree.relative(path());
        if (relative.isEmpty()) {
            return;
        }
        if (start.options().has(LaunchOptions.Habit.CREATE_WORKING_DIRECTORY)) {
            make(relative);
        }
        plan.doing("enter the working directory", path());
        directory = open().into("cwd");
        if (isUserAnother()) {
            plan.tolerate(EACCES);
            plan.call(Syscall.FCHDIR, directory).tolerate(EACCES, EBADF);
        } else {
            plan.call(Syscall.FCHDIR, directory);
        }
    }

    /// In a root that is not entered yet, if it is missing there.
    void makeIn(RootTree tree) {
        plan.doing("make the working directory", path());
        Label missing = new Label("no working directory");
        Label there = new Label("working directory");
        tree.release(tree.existing(path(), missing));
        plan.jump(there);
        plan.place(missing);
        tree.release(tree.directoryOnce(path()));
        plan.place(there);
    }

    private void make(String relative) {
        plan.doing("make the working directory", path());
        int slash = 0;
        while (slash >= 0) {
            slash = relative.indexOf('/', slash + 1);
            String prefix = slash < 0 ? relative : relative.substring(0, slash);
            plan.call(Syscall.MKDIRAT, AT_FDCWD, plan.text("/" + prefix), value(0755)).tolerate();
        }
    }

    private PlanBuilder open() {
        int flags = O_PATH | O_CLOEXEC | OpenFlags.directory(plan.arch());
        Data how = how(plan.data(), flags, 0, RESOLVE_NO_MAGICLINKS);
        return plan.call(Syscall.OPENAT2, AT_FDCWD, plan.text(path()), how, OPEN_HOW_SIZE);
    }

    private boolean isUserAnother() {
        return start.process().user().uid() != 0;
    }

    /// As the user, who may enter what root may not (a network file system that distrusts root).
    void enterAsUser() {
        if (directory.exists() && isUserAnother()) {
            Label retry = new Label("enter as user");
            Label done = new Label("entered");
            plan.doing("enter the working directory", path());
            plan.call(Syscall.FCNTL, directory, value(F_GETFD)).branch(retry, EBADF);
            plan.jump(done);
            plan.place(retry);
            open().into(directory);
            plan.call(Syscall.FCHDIR, directory);
            plan.place(done);
        }
    }
}
