package dev.hako.door.cri.device;

import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.Require;
import dev.hako.oci.runtime.Hook;
import java.util.List;
import java.util.Set;

/// What a container needs to have a device.
///
/// @param env as `NAME=value`
/// @param nodes files of devices
/// @param mounts of the host's files
/// @param hooks programs that are run for it
/// @param groups ids of further groups
/// @param unsupported what else is asked for, which nobody here can do
record Edits(
        List<String> env,
        List<Node> nodes,
        List<Bind> mounts,
        List<Called> hooks,
        List<Long> groups,
        List<String> unsupported) {
    static final Edits NONE =
            new Edits(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /// A device's file. Its numbers, owner and mode are those that it has on the host.
    ///
    /// @param path in the container
    /// @param hostPath empty: the same
    /// @param permissions letters of `rwm`; empty: all
    record Node(String path, String hostPath, String permissions) {
        static Node read(JsonObject in) {
            String path = in.required("path", STRING);
            String hostPath = in.optional("hostPath", STRING, path);
            Require.absolute("path", path);
            Require.absolute("hostPath", hostPath);
            return new Node(path, hostPath, in.optional("permissions", STRING, "rwm"));
        }
    }

    /// Files of the host.
    ///
    /// @param options as of mount(8)
    record Bind(String hostPath, String containerPath, List<String> options) {
        private static final Set<String> TYPES = Set.of("", "bind", "none");

        static Bind read(JsonObject in) {
            String hostPath = in.required("hostPath", STRING);
            String containerPath = in.required("containerPath", STRING);
            Require.absolute("hostPath", hostPath);
            Require.absolute("containerPath", containerPath);
            Require.that(
                    TYPES.contains(in.optional("type", STRING, "")), "type", "is no bind mount");
            return new Bind(hostPath, containerPath, in.list("options", STRING));
        }
    }

    /// A program that is run for a container.
    ///
    /// @param moment by the specification's name, such as `createContainer`
    record Called(String moment, Hook hook) {
        static final List<String> MOMENTS =
                List.of(
                        "prestart",
                        "createRuntime",
                        "createContainer",
                        "startContainer",
                        "poststart",
                        "poststop");

        static Called read(JsonObject in) {
            String moment = in.required("hookName", STRING);
            Require.that(MOMENTS.contains(moment), "hookName", "is no moment of a hook");
            return new Called(moment, Hook.read(in));
        }
    }

    static Edits read(JsonObject in) {
        List<String> env = in.list("env", STRING);
        for (String variable : env) {
            Require.that(variable.indexOf('=') > 0, "env", "must be NAME=value");
        }
        return new Edits(
                env,
                in.list("deviceNodes", object(Node::read)),
                in.list("mounts", object(Bind::read)),
                in.list("hooks", object(Called::read)),
                in.list("additionalGids", INT64),
                List.of("intelRdt", "netDevices").stream().filter(in::has).toList());
    }
}
