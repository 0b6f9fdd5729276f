package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program that a runtime calls at one point of a container's life (config.md, "POSIX-platform
/// Hooks").
///
/// @param path absolute
/// @param args with the program's name first, as in `execv(3)`
/// @param env the whole environment, as `NAME=value`
/// @param timeout seconds until it is killed, at least 1; absent is no limit
public record Hook(String path, List<String> args, List<String> env, @Nullable Integer timeout)
        implements JsonRecord {

    /// Keeps the rules of config.md, "POSIX-platform Hooks".
    public Hook {
        Require.absolute("path", path);
        args = Require.texts("args", args);
        env = Require.texts("env", env);
        Require.range("timeout", timeout, 1, Integer.MAX_VALUE);
    }

    /// One hook.
    public static Hook read(JsonObject in) {
        return new Hook(
                in.required("path", STRING),
                in.list("args", STRING),
                in.list("env", STRING),
                in.optional("timeout", INT32));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("path", path).put("args", args).put("env", env).put("timeout", timeout);
    }
}
