package dev.hako.engine.store;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.text;
import static dev.hako.oci.json.Kind.word;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.GroupPolicy;
import dev.hako.engine.config.LifecycleOptions;
import dev.hako.engine.config.LogConfig;
import dev.hako.engine.config.LogConfig.LogLimits;
import dev.hako.engine.config.LogDriver;
import dev.hako.engine.config.LogPlace;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.ProcessOptions;
import dev.hako.engine.config.RestartPolicy;
import dev.hako.engine.config.SeccompChoice;
import dev.hako.engine.config.SecurityOptions;
import dev.hako.engine.config.Sharing;
import dev.hako.engine.config.SystemPaths;
import dev.hako.oci.image.Platform;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.Kind;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.runtime.Hooks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A container's configuration as JSON, field by field. Absent is what the value's default is.
final class ConfigCodec {
    private ConfigCodec() {}

    static void write(ContainerConfig config, ObjectWriter out) {
        out.put("image", config.image())
                .put("platform", config.platform().map(Platform::toString).orElse(null))
                .put("name", config.name().orElse(null))
                .put("command", config.command())
                .put("entrypoint", config.entrypoint().map(Argv::new).orElse(null))
                .put("process", part(config.process(), ConfigCodec::writeProcess))
                .put("security", part(config.security(), ConfigCodec::writeSecurity))
                .put("namespaces", part(config.namespaces(), ConfigCodec::writeNamespaces))
                .put("limits", part(config.limits(), LimitsCodec::write))
                .put("storage", part(config.storage(), StorageCodec::write))
                .put("lifecycle", part(config.lifecycle(), ConfigCodec::writeLifecycle))
                .put(
                        "health",
                        config.health().map(check -> part(check, HealthCodec::write)).orElse(null))
                .put("labels", config.labels())
                .put("annotations", config.annotations())
                .put("isolation", config.isolation().orElse(null));
    }

    static ContainerConfig read(JsonObject in) {
        return new ContainerConfig(
                in.required("image", STRING),
                maybe(in, "platform", text(Platform::parse)),
                maybe(in, "name", STRING),
                in.list("command", STRING),
                maybe(in, "entrypoint", object(Argv::read)).map(Argv::words),
                in.required("process", object(ConfigCodec::readProcess)),
                in.required("security", object(ConfigCodec::readSecurity)),
                in.required("namespaces", object(ConfigCodec::readNamespaces)),
                in.required("limits", object(LimitsCodec::read)),
                in.required("storage", object(StorageCodec::read)),
                in.required("lifecycle", object(ConfigCodec::readLifecycle)),
                maybe(in, "health", object(HealthCodec::read)),
                in.map("labels", STRING),
                in.map("annotations", STRING),
                maybe(in, "isolation", STRING));
    }

    private static void writeProcess(ProcessOptions process, ObjectWriter out) {
        out.flag("terminal", process.terminal())
                .flag("openInput", process.openInput())
                .flag("inputOnce", process.inputOnce())
                .put("env", process.env())
                .put("workingDirectory", process.workingDirectory().orElse(null))
                .put("user", process.user().orElse(null))
                .put("groups", process.groups())
                .put("hostname", process.hostname().orElse(null))
                .put("domainname", process.domainname().orElse(null))
                .flag("init", process.init())
                .put("oomScoreAdj", process.oomScoreAdj().orElse(null))
                .put("groupPolicy", groupPolicy(process.groupPolicy()))
                .put("timezone", process.timezone().orElse(null));
    }

    private static ProcessOptions readProcess(JsonObject in) {
        return new ProcessOptions(
                in.flag("terminal"),
                in.flag("openInput"),
                in.flag("inputOnce"),
                in.list("env", STRING),
                maybe(in, "workingDirectory", STRING),
                maybe(in, "user", STRING),
                in.list("groups", STRING),
                maybe(in, "hostname", STRING),
                maybe(in, "domainname", STRING),
                in.flag("init"),
                maybe(in, "oomScoreAdj", INT32),
                in.optional("groupPolicy", word(GroupPolicy.values()), GroupPolicy.STANDARD),
                maybe(in, "timezone", STRING));
    }

    private static void writeSecurity(SecurityOptions security, ObjectWriter out) {
        out.flag("privileged", security.privileged())
                .put("addedCapabilities", security.addedCapabilities())
                .put("droppedCapabilities", security.droppedCapabilities())
                .flag("noNewPrivileges", security.noNewPrivileges());
        switch (security.seccomp()) {
            case SeccompChoice.Standard _ -> {}
            case SeccompChoice.Unconfined _ -> out.flag("seccompUnconfined", true);
            case SeccompChoice.Profile(String json) -> out.put("seccompProfile", json);
        }
        out.flag("unmasked", security.unmasked())
                .put("apparmorProfile", security.apparmorProfile().orElse(null))
                .put("selinuxLabel", security.selinuxLabel().orElse(null))
                .flag("readOnlyRoot", security.readOnlyRoot())
                .put("ambientCapabilities", security.ambientCapabilities());
        security.systemPaths()
                .ifPresent(paths ->
                        out.flag("systemPaths", true)
                                .put("maskedPaths", paths.masked())
                                .put("readOnlyPaths", paths.readOnly()));
    }

    private static @Nullable Object groupPolicy(GroupPolicy policy) {
        return policy == GroupPolicy.STANDARD ? null : policy;
    }

    private static SecurityOptions readSecurity(JsonObject in) {
        return new SecurityOptions(
                in.flag("privileged"),
                in.list("addedCapabilities", STRING),
                in.list("droppedCapabilities", STRING),
                in.flag("noNewPrivileges"),
                readSeccomp(in),
                in.flag("unmasked"),
                maybe(in, "apparmorProfile", STRING),
                maybe(in, "selinuxLabel", STRING),
                in.flag("readOnlyRoot"),
                in.list("ambientCapabilities", STRING),
                in.flag("systemPaths")
                        ? Optional.of(
                                new SystemPaths(
                                        in.list("maskedPaths", STRING),
                                        in.list("readOnlyPaths", STRING)))
                        : Optional.empty());
    }

    private static SeccompChoice readSeccomp(JsonObject in) {
        if (in.flag("seccompUnconfined")) {
            return new SeccompChoice.Unconfined();
        }
        return maybe(in, "seccompProfile", STRING)
                .<SeccompChoice>map(SeccompChoice.Profile::new)
                .orElse(SeccompChoice.STANDARD);
    }

    private static void writeNamespaces(NamespaceOptions namespaces, ObjectWriter out) {
        out.put("pid", namespaces.pid())
                .put("ipc", namespaces.ipc())
                .put("uts", namespaces.uts())
                .put("cgroup", namespaces.cgroup())
                .put("user", namespaces.user())
                .put("network", namespaces.network().orElse(null))
                .put("sysctls", namespaces.sysctls());
        if (!namespaces.sharing().equals(Sharing.NONE)) {
            out.put("sharing", part(namespaces.sharing(), SharingCodec::write));
        }
        if (!namespaces.connections().equals(NetworkOptions.NONE)) {
            out.put("connections", part(namespaces.connections(), NetworkCodec::write));
        }
    }

    private static NamespaceOptions readNamespaces(JsonObject in) {
        Kind<Mode> mode = word(Mode.values());
        return new NamespaceOptions(
                in.required("pid", mode),
                in.required("ipc", mode),
                in.required("uts", mode),
                in.required("cgroup", mode),
                in.required("user", mode),
                maybe(in, "network", STRING),
                in.map("sysctls", STRING),
                maybe(in, "sharing", object(SharingCodec::read)).orElse(Sharing.NONE),
                maybe(in, "connections", object(NetworkCodec::read)).orElse(NetworkOptions.NONE));
    }

    private static void writeLifecycle(LifecycleOptions lifecycle, ObjectWriter out) {
        out.flag("autoRemove", lifecycle.autoRemove())
                .put("stopSignal", lifecycle.stopSignal().orElse(null))
                .put(
                        "stopTimeoutMillis",
                        lifecycle.stopTimeout().map(Duration::toMillis).orElse(null))
                .put("restart", restartMode(lifecycle.restart()))
                .put("restartMostRetries", retries(lifecycle.restart()))
                .put("logDriver", lifecycle.log().driver())
                .put("logMaxBytes", lifecycle.log().limits().maxBytes())
                .put("logMaxFiles", lifecycle.log().limits().maxFiles())
                .put("logOptions", lifecycle.log().options())
                .put("logDirectory", place(lifecycle.log(), LogPlace::directory))
                .put("logName", place(lifecycle.log(), LogPlace::name))
                .put("hooks", lifecycle.hooks().isEmpty() ? null : lifecycle.hooks());
    }

    private static @Nullable String place(LogConfig log, Function<LogPlace, Path> part) {
        return log.place().map(part).map(Path::toString).orElse(null);
    }

    private static Optional<LogPlace> readPlace(JsonObject in) {
        return maybe(in, "logDirectory", STRING)
                .map(directory ->
                        new LogPlace(Path.of(directory), Path.of(in.required("logName", STRING))));
    }

    private static @Nullable Object restartMode(RestartPolicy policy) {
        return policy.restarts() ? policy.mode() : null;
    }

    private static @Nullable Object retries(RestartPolicy policy) {
        return policy.mostRetries() > 0 ? policy.mostRetries() : null;
    }

    private static LifecycleOptions readLifecycle(JsonObject in) {
        return new LifecycleOptions(
                in.flag("autoRemove"),
                maybe(in, "stopSignal", INT32),
                maybe(in, "stopTimeoutMillis", INT64).map(Duration::ofMillis),
                new RestartPolicy(
                        in.optional(
                                "restart",
                                word(RestartPolicy.Mode.values()),
                                RestartPolicy.Mode.NO),
                        in.optional("restartMostRetries", INT32, 0)),
                readLog(in),
                in.optional("hooks", object(Hooks::read), Hooks.NONE));
    }

    /// Before there were drivers, no bytes at all stood for none.
    private static LogConfig readLog(JsonObject in) {
        long maxBytes = in.required("logMaxBytes", INT64);
        if (maxBytes == 0) {
            return new LogConfig(LogDriver.NONE, LogLimits.STANDARD, Map.of());
        }
        return new LogConfig(
                in.optional("logDriver", word(LogDriver.values()), LogDriver.JSON_FILE),
                new LogLimits(maxBytes, in.required("logMaxFiles", INT32)),
                in.map("logOptions", STRING),
                readPlace(in));
    }

    static <T> Optional<T> maybe(JsonObject in, String field, Kind<T> kind) {
        return Optional.ofNullable(in.optional(field, kind));
    }

    private static <T> JsonRecord part(T value, Writing<T> writing) {
        return out -> writing.write(value, out);
    }

    private interface Writing<T> {
        void write(T value, ObjectWriter out);
    }

    /// A command that is there even if it is empty.
    private record Argv(List<String> words) implements JsonRecord {
        static Argv read(JsonObject in) {
            return new Argv(in.list("argv", STRING));
        }

        @Override
        public void write(ObjectWriter out) {
            out.always("argv", words);
        }
    }
}
