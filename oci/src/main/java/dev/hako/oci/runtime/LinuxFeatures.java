package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.Kind;
import dev.hako.oci.json.ObjectWriter;
import java.util.List;

/// What a runtime can do on Linux (features-linux.md).
///
/// @param capabilities the names it knows, such as `CAP_NET_RAW`
/// @param idmap whether it makes id-mapped mounts
public record LinuxFeatures(
        List<Namespace.Type> namespaces,
        List<String> capabilities,
        Cgroup cgroup,
        SeccompSupport seccomp,
        boolean apparmor,
        boolean selinux,
        boolean intelRdt,
        boolean idmap,
        boolean netDevices)
        implements JsonRecord {

    /// Nothing at all.
    public static final LinuxFeatures NONE =
            new LinuxFeatures(
                    List.of(),
                    List.of(),
                    new Cgroup(false, false, false, false, false),
                    new SeccompSupport(
                            false, List.of(), List.of(), List.of(), List.of(), List.of()),
                    false,
                    false,
                    false,
                    false,
                    false);

    private static final Kind<Boolean> ENABLED = object(in -> in.flag("enabled"));

    /// Copies the lists.
    public LinuxFeatures {
        namespaces = List.copyOf(namespaces);
        capabilities = List.copyOf(capabilities);
    }

    static LinuxFeatures read(JsonObject in) {
        Kind<Boolean> idmap = object(extensions -> extensions.optional("idmap", ENABLED, false));
        return new LinuxFeatures(
                in.list("namespaces", word(Namespace.Type.values())),
                in.list("capabilities", STRING),
                in.optional("cgroup", object(Cgroup::read), NONE.cgroup),
                in.optional("seccomp", object(SeccompSupport::read), NONE.seccomp),
                in.optional("apparmor", ENABLED, false),
                in.optional("selinux", ENABLED, false),
                in.optional("intelRdt", ENABLED, false),
                in.optional("mountExtensions", idmap, false),
                in.optional("netDevices", ENABLED, false));
    }

    @Override
    public void write(ObjectWriter out) {
        JsonRecord mountExtensions = extensions -> extensions.put("idmap", enabled(idmap));
        out.always("namespaces", namespaces)
                .always("capabilities", capabilities)
                .put("cgroup", cgroup)
                .put("seccomp", seccomp)
                .put("apparmor", enabled(apparmor))
                .put("selinux", enabled(selinux))
                .put("intelRdt", enabled(intelRdt))
                .put("mountExtensions", mountExtensions)
                .put("netDevices", enabled(netDevices));
    }

    private static JsonRecord enabled(boolean enabled) {
        return out -> out.put("enabled", enabled);
    }

    /// Which hierarchies and drivers of cgroups it can use.
    public record Cgroup(boolean v1, boolean v2, boolean systemd, boolean systemdUser, boolean rdma)
            implements JsonRecord {
        static Cgroup read(JsonObject in) {
            return new Cgroup(
                    in.flag("v1"),
                    in.flag("v2"),
                    in.flag("systemd"),
                    in.flag("systemdUser"),
                    in.flag("rdma"));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("v1", v1)
                    .put("v2", v2)
                    .put("systemd", systemd)
                    .put("systemdUser", systemdUser)
                    .put("rdma", rdma);
        }
    }

    /// What of seccomp it can use.
    ///
    /// @param knownFlags flags it understands
    /// @param supportedFlags flags that the kernel takes too
    public record SeccompSupport(
            boolean enabled,
            List<SeccompAction> actions,
            List<SyscallArg.Operator> operators,
            List<SeccompArch> archs,
            List<Seccomp.Flag> knownFlags,
            List<Seccomp.Flag> supportedFlags)
            implements JsonRecord {

        /// Copies the lists.
        public SeccompSupport {
            actions = List.copyOf(actions);
            operators = List.copyOf(operators);
            archs = List.copyOf(archs);
            knownFlags = List.copyOf(knownFlags);
            supportedFlags = List.copyOf(supportedFlags);
        }

        static SeccompSupport read(JsonObject in) {
            Kind<Seccomp.Flag> flag = word(Seccomp.Flag.values());
            return new SeccompSupport(
                    in.flag("enabled"),
                    in.list("actions", word(SeccompAction.values())),
                    in.list("operators", word(SyscallArg.Operator.values())),
                    in.list("archs", word(SeccompArch.values())),
                    in.list("knownFlags", flag),
                    in.list("supportedFlags", flag));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("enabled", enabled)
                    .always("actions", actions)
                    .always("operators", operators)
                    .always("archs", archs)
                    .always("knownFlags", knownFlags)
                    .always("supportedFlags", supportedFlags);
        }
    }
}
