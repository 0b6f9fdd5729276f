package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.UINT32;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A device node in the container (config-linux.md, "Devices").
///
/// @param path absolute, in the container
/// @param major required unless it is a FIFO
/// @param minor required unless it is a FIFO
/// @param fileMode permission bits; absent leaves them to the runtime
/// @param uid the owner in the container; absent is 0
/// @param gid the group in the container; absent is 0
public record Device(
        Type type,
        String path,
        @Nullable Long major,
        @Nullable Long minor,
        @Nullable Integer fileMode,
        @Nullable Long uid,
        @Nullable Long gid)
        implements JsonRecord {

    /// The nodes every container has (config-linux.md, "Default Devices"), but for `/dev/ptmx` and
    /// `/dev/console`, which are a link and a mount.
    public static final List<Device> STANDARD =
            List.of(
                    character("/dev/null", 1, 3, 0666),
                    character("/dev/zero", 1, 5, 0666),
                    character("/dev/full", 1, 7, 0666),
                    character("/dev/random", 1, 8, 0666),
                    character("/dev/urandom", 1, 9, 0666),
                    character("/dev/tty", 5, 0, 0666));

    /// Some writers add the bits of the type (`S_IFMT`), which [#type] already tells.
    private static final int PERMISSIONS = 07777;

    /// Keeps the rules of config-linux.md, "Devices".
    public Device {
        Require.absolute("path", path);
        boolean numbered = type != Type.FIFO;
        Require.that(!numbered || major != null, "major", "required, but absent");
        Require.that(!numbered || minor != null, "minor", "required, but absent");
        Require.uint32("major", major);
        Require.uint32("minor", minor);
        Require.range("fileMode", fileMode, 0, 0177777);
        fileMode = fileMode == null ? null : fileMode & PERMISSIONS;
        Require.uint32("uid", uid);
        Require.uint32("gid", gid);
    }

    /// A character device that root owns.
    public static Device character(String path, long major, long minor, int fileMode) {
        return new Device(Type.CHARACTER, path, major, minor, fileMode, 0L, 0L);
    }

    static Device read(JsonObject in) {
        return new Device(
                in.required("type", word(Type.values())),
                in.required("path", STRING),
                in.optional("major", INT64),
                in.optional("minor", INT64),
                in.optional("fileMode", INT32),
                in.optional("uid", UINT32),
                in.optional("gid", UINT32));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("type", type)
                .put("path", path)
                .put("major", major)
                .put("minor", minor)
                .put("fileMode", fileMode)
                .put("uid", uid)
                .put("gid", gid);
    }

    /// The kinds of node, by the letters of `mknod(1)`.
    public enum Type {
        CHARACTER("c"),
        UNBUFFERED("u"),
        BLOCK("b"),
        FIFO("p");

        private final String letter;

        Type(String letter) {
            this.letter = letter;
        }

        @Override
        public String toString() {
            return letter;
        }
    }
}
