package dev.hako.image.archive;

import dev.hako.failure.Failure;
import dev.hako.kernel.IdMap;

/// Whose files can be: the ids of a user namespace.
public record FileOwners(IdMap users, IdMap groups) {
    /// Of this process's namespace.
    public static FileOwners own() {
        return new FileOwners(IdMap.users(), IdMap.groups());
    }

    /// An entry's metadata with owners that there are. The maker is root, whose files most are.
    /// Where a user has but one id, his own, all files are his: most images could not be had
    /// otherwise.
    ///
    /// @throws Failure `DENIED` if it has an owner beyond those of several
    Metadata of(Entry entry) {
        Metadata metadata = entry.metadata();
        if (users.count() == 1 || metadata.uid() == 0 && metadata.gid() == 0) {
            return metadata.ownedByMaker();
        }
        if (!users.contains(metadata.uid())) {
            throw beyond(entry, "user", metadata.uid(), users);
        }
        if (!groups.contains(metadata.gid())) {
            throw beyond(entry, "group", metadata.gid(), groups);
        }
        return metadata;
    }

    private static Failure beyond(Entry entry, String kind, int id, IdMap ids) {
        return Failure.of(
                        Failure.Kind.DENIED,
                        "\"%s\" belongs to the %s %s, but there are only the ids %s here"
                                .formatted(entry.path(), kind, Integer.toUnsignedString(id), ids))
                .hint(
                        "as root, give yourself a longer range in /etc/subuid and /etc/subgid, and"
                                + " stop the engine with `hako engine stop`");
    }
}
