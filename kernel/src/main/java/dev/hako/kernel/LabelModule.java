package dev.hako.kernel;

import java.util.EnumSet;
import java.util.Set;

/// A security module of the kernel by whose labels programs are confined
/// (Documentation/admin-guide/LSM). At most one of them is active.
public enum LabelModule {
    /// Of which a label is a profile's name.
    APPARMOR("/sys/module/apparmor/parameters/enabled", "Y"),
    /// Of which a label is a context, such as `system_u:system_r:container_t:s0`. Its file system
    /// is mounted once it has a policy.
    SELINUX("/sys/fs/selinux/enforce", "");

    private final String file;
    private final String word;

    /// @param word with which the file begins if the module is active
    LabelModule(String file, String word) {
        this.file = file;
        this.word = word;
    }

    /// Those of this kernel.
    public static Set<LabelModule> active() {
        Set<LabelModule> active = EnumSet.noneOf(LabelModule.class);
        for (LabelModule module : values()) {
            if (ProcFile.find(module.file)
                    .filter(text -> text.startsWith(module.word))
                    .isPresent()) {
                active.add(module);
            }
        }
        return active;
    }
}
