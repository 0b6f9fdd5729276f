package dev.hako.image.archive;

import dev.hako.kernel.NativePath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// What is known of a file besides its content.
///
/// @param permissions the lower twelve bits of its mode
/// @param xattrs extended attributes by their whole names, sorted; the values are not to be changed
public record Metadata(
        int permissions, int uid, int gid, Instant mtime, Map<NativePath, byte[]> xattrs) {
    private static final int SET_ID = 06000;
    private static final int KEPT = -1;

    public Metadata {
        xattrs = xattrs.isEmpty() ? Map.of() : new TreeMap<>(xattrs);
    }

    /// The same file as another owner's. What gives rights to whoever executes it was the old
    /// owner's to give, so it goes, as with chown(2).
    public Metadata ownedBy(int newUid, int newGid) {
        if (newUid == uid && newGid == gid) {
            return this;
        }
        Map<NativePath, byte[]> kept = new TreeMap<>(xattrs);
        kept.keySet().removeIf(Metadata::givesRights);
        return new Metadata(permissions & ~SET_ID, newUid, newGid, mtime, kept);
    }

    /// The same file, its owner's and its group's numbers less by so much. Those that would be less
    /// than 0 belong to nobody who has a number there, and stay.
    public Metadata withIdsLess(int first) {
        return new Metadata(permissions, less(uid, first), less(gid, first), mtime, xattrs);
    }

    /// The same file with other numbers for the same owners.
    public Metadata withIds(int otherUid, int otherGid) {
        return new Metadata(permissions, otherUid, otherGid, mtime, xattrs);
    }

    private static int less(int id, int first) {
        return Integer.compareUnsigned(id, first) < 0 ? id : id - first;
    }

    /// The same file as that of whoever makes it, who needs not give it away then.
    Metadata ownedByMaker() {
        return new Metadata(permissions, KEPT, KEPT, mtime, xattrs);
    }

    boolean isOwnedByMaker() {
        return uid == KEPT && gid == KEPT;
    }

    private static boolean givesRights(NativePath xattr) {
        return new String(xattr.bytes(), StandardCharsets.ISO_8859_1).startsWith("security.");
    }
}
