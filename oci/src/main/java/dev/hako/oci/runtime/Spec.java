package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A container as `config.json` describes it (config.md).
///
/// @param ociVersion the version of the specification it keeps, such as `1.3.0`
/// @param root the root filesystem
/// @param process what to run; absent if the container is only created
/// @param hostname the name in the container's UTS namespace
/// @param domainname the NIS domain name in the container's UTS namespace
/// @param mounts in the order in which they are mounted
/// @param linux what only Linux has; absent means no namespace at all
public record Spec(
        String ociVersion,
        @Nullable Root root,
        @Nullable Process process,
        @Nullable String hostname,
        @Nullable String domainname,
        List<Mount> mounts,
        Hooks hooks,
        Map<String, String> annotations,
        @Nullable Linux linux)
        implements JsonRecord {

    /// The version of the specification these records follow.
    public static final String VERSION = "1.3.0";

    /// Keeps the rules of config.md.
    public Spec {
        OciVersion.require("ociVersion", ociVersion);
        Require.text("hostname", hostname);
        Require.text("domainname", domainname);
        mounts = List.copyOf(mounts);
        annotations = Require.sorted(annotations);
        Require.that(!annotations.containsKey(""), "annotations", "must not have an empty key");
    }

    /// A container with nothing but a root filesystem and a process.
    public static Spec of(Root root, Process process) {
        return new Spec(VERSION, root, process, null, null, List.of(), Hooks.NONE, Map.of(), null);
    }

    /// Reads a `config.json`.
    ///
    /// @throws dev.hako.oci.json.InvalidDocumentException if it breaks a rule
    public static Spec parse(byte[] utf8) {
        return Json.read("config.json", utf8, Spec::read);
    }

    /// A copy in which `change` has replaced what it wants.
    public Spec with(Consumer<Builder> change) {
        var builder = new Builder(this);
        change.accept(builder);
        return builder.build();
    }

    /// Picks the fields of a `config.json`.
    public static Spec read(JsonObject in) {
        return new Spec(
                in.required("ociVersion", STRING),
                in.optional("root", object(Root::read)),
                in.optional("process", object(Process::read)),
                in.optional("hostname", STRING),
                in.optional("domainname", STRING),
                in.list("mounts", object(Mount::read)),
                in.optional("hooks", object(Hooks::read), Hooks.NONE),
                in.map("annotations", STRING),
                in.optional("linux", object(Linux::read)));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("ociVersion", ociVersion)
                .put("root", root)
                .put("process", process)
                .put("hostname", hostname)
                .put("domainname", domainname)
                .put("mounts", mounts)
                .put("hooks", hooks.isEmpty() ? null : hooks)
                .put("annotations", annotations)
                .put("linux", linux);
    }

    /// A spec in the making; see [Spec#with].
    public static final class Builder {
        private final String ociVersion;
        private @Nullable Root root;
        private @Nullable Process process;
        private @Nullable String hostname;
        private @Nullable String domainname;
        private List<Mount> mounts;
        private Hooks hooks;
        private Map<String, String> annotations;
        private @Nullable Linux linux;

        private Builder(Spec spec) {
            ociVersion = spec.ociVersion;
            root = spec.root;
            process = spec.process;
            hostname = spec.hostname;
            domainname = spec.domainname;
            mounts = spec.mounts;
            hooks = spec.hooks;
            annotations = spec.annotations;
            linux = spec.linux;
        }

        /// Replaces the root filesystem.
        public Builder root(Root root) {
            this.root = root;
            return this;
        }

        /// Replaces the process; null leaves the container without one.
        public Builder process(@Nullable Process process) {
            this.process = process;
            return this;
        }

        /// Replaces the host name.
        public Builder hostname(@Nullable String hostname) {
            this.hostname = hostname;
            return this;
        }

        /// Replaces the NIS domain name.
        public Builder domainname(@Nullable String domainname) {
            this.domainname = domainname;
            return this;
        }

        /// Replaces all mounts.
        public Builder mounts(List<Mount> mounts) {
            this.mounts = mounts;
            return this;
        }

        /// Replaces all hooks.
        public Builder hooks(Hooks hooks) {
            this.hooks = hooks;
            return this;
        }

        /// Replaces all annotations.
        public Builder annotations(Map<String, String> annotations) {
            this.annotations = annotations;
            return this;
        }

        /// Replaces what only Linux has.
        public Builder linux(@Nullable Linux linux) {
            this.linux = linux;
            return this;
        }

        private Spec build() {
            return new Spec(
                    ociVersion,
                    root,
                    process,
                    hostname,
                    domainname,
                    mounts,
                    hooks,
                    annotations,
                    linux);
        }
    }
}
