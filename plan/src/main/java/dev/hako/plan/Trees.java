package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.MountFlags.*;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Immediate;
import dev.hako.plan.Argument.Register;
import dev.hako.plan.MountOptions.Attributes;
import java.util.List;

/// Mounts that hang nowhere yet: cloned with open_tree(2), changed with mount_setattr(2), and put
/// into their place with move_mount(2), all by descriptor.
final class Trees {
    private static final Immediate NONE = value(0);
    private static final Immediate MOUNT_ATTR_SIZE = value(32);
    private static final int DIGITS = 10;

    private final PlanBuilder plan;
    private final KernelFeatures kernel;

    Trees(PlanBuilder plan, KernelFeatures kernel) {
        this.plan = plan;
        this.kernel = kernel;
    }

    /// A copy of what is mounted at a path of the host.
    Register copy(String source, boolean recursive) {
        int flags = OPEN_TREE_CLONE | O_CLOEXEC | (recursive ? AT_RECURSIVE : 0);
        plan.call(Syscall.OPEN_TREE, AT_FDCWD, plan.text(source), value(flags));
        return plan.into("tree");
    }

    /// A copy of what an open descriptor is on, with all that is mounted below it.
    Register copy(Register fd) {
        int flags = OPEN_TREE_CLONE | O_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE;
        plan.call(Syscall.OPEN_TREE, fd, plan.text(""), value(flags));
        return plan.into("tree");
    }

    /// Puts a tree on an open file or directory.
    PlanBuilder attach(Register tree, Register target) {
        int flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
        Data empty = plan.text("");
        return plan.call(Syscall.MOVE_MOUNT, tree, empty, target, empty, value(flags));
    }

    /// Puts a tree over this process's own root directory, which stays what it is.
    void attachOverRoot(Register tree) {
        plan.call(
                Syscall.MOVE_MOUNT,
                tree,
                plan.text(""),
                AT_FDCWD,
                plan.text("/"),
                value(MOVE_MOUNT_F_EMPTY_PATH));
    }

    /// Gives a tree that hangs nowhere its attributes. Without mount_setattr that waits until
    /// [#finish].
    void prepare(Register tree, MountOptions options) {
        if (kernel.mountSetattr()) {
            set(tree, options.recursiveAttributes(), true);
            set(tree, options.attributes(), false);
            for (int propagation : options.propagation()) {
                propagate(tree, propagation);
            }
        } else if (!options.recursiveAttributes().isEmpty()) {
            throw Refusal.feature(
                    "recursive mount options",
                    "this kernel has no mount_setattr",
                    "use Linux 5.12 or later, or the options without their \"r\"");
        }
    }

    /// Gives an attached tree what [#prepare] could not, by its name in the host's procfs.
    void finish(Register tree, MountOptions options) {
        if (!kernel.mountSetattr()) {
            int flags = options.flags();
            if (!options.attributes().isEmpty()) {
                remount(tree, MS_REMOUNT | MS_BIND | flags);
            }
            for (int propagation : options.propagation()) {
                remount(tree, propagation);
            }
        }
    }

    /// Puts a copy in the place of an attached tree that was made before its turn: `mountinfo`
    /// lists mounts in the order in which they were made, and shall list those of the specification
    /// in its order.
    ///
    /// @param target what the tree was put on
    void renew(Register tree, Register target) {
        Register copy = copy(tree);
        plan.call(Syscall.UMOUNT2, name(tree), value(MNT_DETACH));
        attach(copy, target);
        plan.registers().release(copy);
    }

    private void remount(Register tree, int flags) {
        plan.call(Syscall.MOUNT, NONE, name(tree), NONE, value(flags), NONE);
    }

    /// A tree's name in the host's procfs.
    private Data name(Register tree) {
        Struct path = new Struct(24).bytes(0, ProcessPaths.ascii("/proc/self/fd/"));
        Data name = plan.data().place(path, "/proc/self/fd/N");
        Data digits = new Data(name.offset() + "/proc/self/fd/".length(), "N");
        plan.add(new Action.Decimal(digits, tree, DIGITS, 0));
        return name;
    }

    /// Sets attributes of a mount, or of it and all below it.
    void set(Register tree, Attributes attributes, boolean recursive) {
        if (!attributes.isEmpty()) {
            setattr(tree, recursive, new Attr(attributes.set(), attributes.clear(), 0));
        }
    }

    private void propagate(Register tree, int propagation) {
        boolean recursive = (propagation & MS_REC) != 0;
        setattr(tree, recursive, new Attr(0, 0, propagation & ~MS_REC));
    }

    /// No mount of a copy that was made in the launcher's namespace may spread back to it.
    void isolate(Register tree) {
        propagate(tree, MS_PRIVATE | MS_REC);
    }

    private void setattr(Register tree, boolean recursive, Attr attr) {
        int flags = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0);
        Data data = plan.data().constant(attr, attr::struct);
        plan.call(Syscall.MOUNT_SETATTR, tree, plan.text(""), value(flags), data, MOUNT_ATTR_SIZE);
    }

    /// `struct mount_attr` without id mapping.
    private record Attr(int set, int clear, int propagation) {
        Struct struct() {
            return new Struct(32).u64(0, set).u64(8, clear).u64(16, propagation);
        }

        @Override
        public String toString() {
            return "attr{set=0x%x clear=0x%x propagation=0x%x}".formatted(set, clear, propagation);
        }
    }

    /// Makes everything mounted in this process's namespace private.
    void makeAllPrivate() {
        plan.call(Syscall.MOUNT, NONE, plan.text("/"), NONE, value(MS_REC | MS_PRIVATE), NONE);
    }

    /// A new file system that hangs nowhere.
    ///
    /// @param settings for fsconfig(2): a name and a value, or a name alone
    Register make(String type, List<String[]> settings, int attributes) {
        plan.call(Syscall.FSOPEN, plan.text(type), value(FSOPEN_CLOEXEC));
        Register context = plan.into("fs");
        for (String[] setting : settings) {
            configure(context, setting);
        }
        plan.call(Syscall.FSCONFIG, context, value(FSCONFIG_CMD_CREATE), NONE, NONE, NONE);
        plan.call(Syscall.FSMOUNT, context, value(FSMOUNT_CLOEXEC), value(attributes));
        Register tree = plan.into("tree");
        plan.close(context);
        plan.registers().release(context);
        return tree;
    }

    private void configure(Register context, String[] setting) {
        boolean flag = setting.length == 1;
        plan.call(
                Syscall.FSCONFIG,
                context,
                value(flag ? FSCONFIG_SET_FLAG : FSCONFIG_SET_STRING),
                plan.text(setting[0]),
                flag ? NONE : plan.text(setting[1]),
                NONE);
    }
}
