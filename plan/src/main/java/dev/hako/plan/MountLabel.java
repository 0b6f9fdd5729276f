package dev.hako.plan;

import dev.hako.kernel.LabelModule;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The context by which SELinux knows the files of what is mounted for a container (`mountLabel` of
/// config-linux.md; mount(8), "context").
///
/// Bind mounts show files that have their own. So do file systems of the kernel itself.
///
/// @param context that every other file system is mounted with
record MountLabel(Optional<String> context) {
    private static final Set<String> WITH_OWN =
            Set.of("proc", "sysfs", "cgroup", "cgroup2", "mqueue");

    /// @throws dev.hako.failure.Failure `UNSUPPORTED` where SELinux does not run, and `INVALID` for
    ///   a context that would be more than one option
    static MountLabel of(PlanHost host, @Nullable String label) {
        if (label == null || label.isEmpty()) {
            return new MountLabel(Optional.empty());
        }
        String wanted = "mountLabel " + label;
        if (!host.kernel().labels().contains(LabelModule.SELINUX)) {
            throw Refusal.feature(
                    wanted, "this kernel does not run SELinux", "leave the label out");
        }
        if (label.chars().anyMatch(letter -> letter == '"' || letter < ' ')) {
            throw Refusal.invalid(wanted, "a context has no quotation marks");
        }
        return new MountLabel(Optional.of(label));
    }

    /// The options of a file system with its context among them, in quotation marks because of the
    /// commas between categories.
    MountOptions on(@Nullable String type, MountOptions options) {
        boolean own = options.bind() || (type != null && WITH_OWN.contains(type));
        return context.isEmpty() || own
                ? options
                : options.withData("context=\"" + context.get() + "\"");
    }
}
