package dev.hako.plan;

import static dev.hako.plan.MountFlags.*;

import dev.hako.oci.runtime.Mount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The options of a mount, sorted out (config.md, "Linux mount options"; mount(8)).
///
/// @param flags `MS_…` for mount(2), without propagation, `MS_BIND` and `MS_REC`
/// @param bind whether it is a bind mount
/// @param recursive whether it takes along what is mounted below its source
/// @param attributes what the mount itself gets, for mount_setattr(2)
/// @param recursiveAttributes what it and all mounts below it get
/// @param propagation `MS_PRIVATE` … in their order, each perhaps with `MS_REC`
/// @param idMap whether ids are mapped
/// @param recursiveIdMap whether they are also in the mounts below it
/// @param copyUp whether a tmpfs begins with what was there before
/// @param data everything else, for the file system, joined by commas
record MountOptions(
        int flags,
        boolean bind,
        boolean recursive,
        Attributes attributes,
        Attributes recursiveAttributes,
        List<Integer> propagation,
        boolean idMap,
        boolean recursiveIdMap,
        boolean copyUp,
        String data) {

    /// Bits of `struct mount_attr`.
    record Attributes(int set, int clear) {
        static final Attributes NONE = new Attributes(0, 0);

        boolean isEmpty() {
            return set == 0 && clear == 0;
        }
    }

    /// A mount's options.
    static MountOptions of(Mount mount) {
        Parser parser = new Parser();
        for (String option : mount.options()) {
            parser.take(option);
        }
        return parser.finish("bind".equals(mount.type()));
    }

    /// The same with one more word for the file system.
    MountOptions withData(String word) {
        return new MountOptions(
                flags,
                bind,
                recursive,
                attributes,
                recursiveAttributes,
                propagation,
                idMap,
                recursiveIdMap,
                copyUp,
                data.isEmpty() ? word : data + "," + word);
    }

    /// What one word does: flags of mount(2) it sets or clears.
    private record Word(int set, int clear) {}

    private static final Map<String, Word> WORDS = new HashMap<>();
    private static final Map<String, Attributes> RECURSIVE = new HashMap<>();
    private static final Map<String, Integer> PROPAGATION =
            Map.of(
                    "private",
                    MS_PRIVATE,
                    "rprivate",
                    MS_PRIVATE | MS_REC,
                    "slave",
                    MS_SLAVE,
                    "rslave",
                    MS_SLAVE | MS_REC,
                    "shared",
                    MS_SHARED,
                    "rshared",
                    MS_SHARED | MS_REC,
                    "unbindable",
                    MS_UNBINDABLE,
                    "runbindable",
                    MS_UNBINDABLE | MS_REC);

    static {
        word("defaults", 0, 0);
        pair("ro", "rw", MS_RDONLY);
        pair("nosuid", "suid", MS_NOSUID);
        pair("nodev", "dev", MS_NODEV);
        pair("noexec", "exec", MS_NOEXEC);
        pair("sync", "async", MS_SYNCHRONOUS);
        pair("mand", "nomand", MS_MANDLOCK);
        pair("dirsync", "nodirsync", MS_DIRSYNC);
        pair("nosymfollow", "symfollow", MS_NOSYMFOLLOW);
        pair("noatime", "atime", MS_NOATIME);
        pair("nodiratime", "diratime", MS_NODIRATIME);
        pair("silent", "loud", MS_SILENT);
        pair("acl", "noacl", MS_POSIXACL);
        pair("relatime", "norelatime", MS_RELATIME);
        pair("iversion", "noiversion", MS_I_VERSION);
        pair("strictatime", "nostrictatime", MS_STRICTATIME);
        pair("lazytime", "nolazytime", MS_LAZYTIME);
        word("remount", MS_REMOUNT, 0);

        recursivePair("rro", "rrw", MOUNT_ATTR_RDONLY);
        recursivePair("rnosuid", "rsuid", MOUNT_ATTR_NOSUID);
        recursivePair("rnodev", "rdev", MOUNT_ATTR_NODEV);
        recursivePair("rnoexec", "rexec", MOUNT_ATTR_NOEXEC);
        recursivePair("rnodiratime", "rdiratime", MOUNT_ATTR_NODIRATIME);
        recursivePair("rnosymfollow", "rsymfollow", MOUNT_ATTR_NOSYMFOLLOW);
        recursiveTime("rrelatime", "rnorelatime", MOUNT_ATTR_RELATIME);
        recursiveTime("rnoatime", "ratime", MOUNT_ATTR_NOATIME);
        recursiveTime("rstrictatime", "rnostrictatime", MOUNT_ATTR_STRICTATIME);
    }

    private static void word(String name, int set, int clear) {
        WORDS.put(name, new Word(set, clear));
    }

    private static void pair(String on, String off, int flag) {
        word(on, flag, 0);
        word(off, 0, flag);
    }

    private static void recursivePair(String on, String off, int attribute) {
        RECURSIVE.put(on, new Attributes(attribute, 0));
        RECURSIVE.put(off, new Attributes(0, attribute));
    }

    /// The times of access are one field, which must be cleared before it is set; switching one off
    /// leaves the kernel's default, `relatime`.
    private static void recursiveTime(String on, String off, int attribute) {
        RECURSIVE.put(on, new Attributes(attribute, MOUNT_ATTR__ATIME));
        RECURSIVE.put(off, new Attributes(MOUNT_ATTR_RELATIME, MOUNT_ATTR__ATIME));
    }

    /// All words that are understood here, for `features`.
    static List<String> words() {
        List<String> words = new ArrayList<>(WORDS.keySet());
        words.addAll(RECURSIVE.keySet());
        words.addAll(PROPAGATION.keySet());
        words.addAll(List.of("bind", "rbind", "idmap", "ridmap", "tmpcopyup"));
        words.sort(null);
        return words;
    }

    /// Goes through the words in their order: a later one overrules an earlier.
    private static final class Parser {
        private int flags;
        private boolean bind;
        private boolean recursive;
        private Attributes recursiveAttributes = Attributes.NONE;
        private final List<Integer> propagation = new ArrayList<>(1);
        private boolean idMap;
        private boolean recursiveIdMap;
        private boolean copyUp;
        private final StringBuilder data = new StringBuilder();

        void take(String option) {
            Word word = WORDS.get(option);
            Attributes attributes = word == null ? RECURSIVE.get(option) : null;
            Integer spread = PROPAGATION.get(option);
            if (word != null) {
                flags = flags & ~word.clear | word.set;
            } else if (attributes != null) {
                recursiveAttributes = merge(recursiveAttributes, attributes);
            } else if (spread != null) {
                propagation.add(spread);
            } else {
                takeOther(option);
            }
        }

        private void takeOther(String option) {
            switch (option) {
                case "bind" -> bind = true;
                case "rbind" -> bind = recursive = true;
                case "idmap" -> idMap = true;
                case "ridmap" -> idMap = recursiveIdMap = true;
                case "tmpcopyup" -> copyUp = true;
                default -> data.append(data.isEmpty() ? "" : ",").append(option);
            }
        }

        private static Attributes merge(Attributes earlier, Attributes later) {
            int set = earlier.set & ~later.clear & ~(later.set & MOUNT_ATTR__ATIME) | later.set;
            int clear = earlier.clear & ~(later.set & ~MOUNT_ATTR__ATIME) | later.clear;
            return new Attributes(set, clear);
        }

        MountOptions finish(boolean typeIsBind) {
            return new MountOptions(
                    flags,
                    bind || typeIsBind,
                    recursive,
                    attributes(flags),
                    recursiveAttributes,
                    List.copyOf(propagation),
                    idMap,
                    recursiveIdMap,
                    copyUp,
                    data.toString());
        }

        /// The flags of mount(2) that belong to a mount and not to its file system.
        private static Attributes attributes(int flags) {
            int set = flags & (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC);
            set |= (flags & MS_NODIRATIME) == 0 ? 0 : MOUNT_ATTR_NODIRATIME;
            set |= (flags & MS_NOSYMFOLLOW) == 0 ? 0 : MOUNT_ATTR_NOSYMFOLLOW;
            boolean times = (flags & (MS_NOATIME | MS_RELATIME | MS_STRICTATIME)) != 0;
            set |= (flags & MS_NOATIME) == 0 ? 0 : MOUNT_ATTR_NOATIME;
            set |= (flags & MS_STRICTATIME) == 0 ? 0 : MOUNT_ATTR_STRICTATIME;
            return new Attributes(set, times ? MOUNT_ATTR__ATIME : 0);
        }
    }
}
