package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.UINT32;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whom a process runs as, in ids of the container (config.md, "User").
///
/// @param umask file mode creation mask, at most `0777`; absent leaves it to the runtime
/// @param additionalGids supplementary groups
public record User(long uid, long gid, @Nullable Integer umask, List<Long> additionalGids)
        implements JsonRecord {

    /// The container's root, without further groups.
    public static final User ROOT = new User(0, 0, null, List.of());

    /// (uid_t) -1 means "leave as it is" to `setresuid(2)`: no user has it.
    private static final long MAX_ID = 0xffff_fffeL;

    /// Refuses ids and masks the kernel does not have.
    public User {
        Require.range("uid", uid, 0, MAX_ID);
        Require.range("gid", gid, 0, MAX_ID);
        Require.range("umask", umask, 0, 0777);
        additionalGids = List.copyOf(additionalGids);
        for (int i = 0; i < additionalGids.size(); i++) {
            Require.range("additionalGids[" + i + "]", additionalGids.get(i), 0, MAX_ID);
        }
    }

    static User read(JsonObject in) {
        return new User(
                in.optional("uid", UINT32, 0L),
                in.optional("gid", UINT32, 0L),
                in.optional("umask", INT32),
                in.list("additionalGids", UINT32));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("uid", uid)
                .put("gid", gid)
                .put("umask", umask)
                .put("additionalGids", additionalGids);
    }
}
