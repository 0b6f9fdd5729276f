package dev.hako.engine.config;

import dev.hako.oci.image.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What to run, and how.
///
/// @param image `host`, `rootfs:DIR`, `oci:DIR[:TAG]` and the like, or a stored image's name or id
/// @param platform that its image is for; empty: this machine's, if there is one
/// @param name what to call the container; empty: a name is made up
/// @param command arguments to the entry point, or the program itself; empty: the image's
/// @param entrypoint replaces the image's entry point; an empty list removes it
/// @param process how the program runs
/// @param security what it may do
/// @param namespaces what it shares with others
/// @param limits how much it may use
/// @param storage what it sees besides its image
/// @param lifecycle what happens when it ends
/// @param health how one finds out whether it works; empty: as the image says
/// @param labels for users to find it by
/// @param annotations for hooks and isolations to read
/// @param isolation the wall it runs behind; empty: the engine's default
public record ContainerConfig(
        String image,
        Optional<Platform> platform,
        Optional<String> name,
        List<String> command,
        Optional<List<String>> entrypoint,
        ProcessOptions process,
        SecurityOptions security,
        NamespaceOptions namespaces,
        Limits limits,
        StorageOptions storage,
        LifecycleOptions lifecycle,
        Optional<HealthCheck> health,
        Map<String, String> labels,
        Map<String, String> annotations,
        Optional<String> isolation) {

    public ContainerConfig {
        command = List.copyOf(command);
        entrypoint = entrypoint.map(List::copyOf);
        labels = Ordered.copyOf(labels);
        annotations = Ordered.copyOf(annotations);
        name.ifPresent(ContainerName::check);
    }

    /// Whether an engine has something to do for it all the while it runs.
    public boolean attended() {
        return health.isPresent()
                || lifecycle.log().driver().delivers()
                || namespaces.connections().attended();
    }

    /// Whether an engine has to see to it while it runs, or to its end.
    public boolean needsEngine() {
        return lifecycle.autoRemove() || lifecycle.restart().restarts() || attended();
    }

    /// The same with other limits.
    public ContainerConfig withLimits(Limits other) {
        return with(process, namespaces, other, storage);
    }

    /// The same with another end.
    public ContainerConfig withLifecycle(LifecycleOptions other) {
        return new ContainerConfig(
                image,
                platform,
                name,
                command,
                entrypoint,
                process,
                security,
                namespaces,
                limits,
                storage,
                other,
                health,
                labels,
                annotations,
                isolation);
    }

    /// The same that may do other things.
    public ContainerConfig withSecurity(SecurityOptions other) {
        return new ContainerConfig(
                image,
                platform,
                name,
                command,
                entrypoint,
                process,
                other,
                namespaces,
                limits,
                storage,
                lifecycle,
                health,
                labels,
                annotations,
                isolation);
    }

    /// The same of an image for a platform.
    public ContainerConfig withPlatform(Optional<Platform> other) {
        return new ContainerConfig(
                image,
                other,
                name,
                command,
                entrypoint,
                process,
                security,
                namespaces,
                limits,
                storage,
                lifecycle,
                health,
                labels,
                annotations,
                isolation);
    }

    public static Builder of(String image, String... command) {
        return new Builder(image, List.of(command));
    }

    /// The same with another program.
    public ContainerConfig withProgram(Optional<List<String>> entry, List<String> arguments) {
        return new ContainerConfig(
                image,
                platform,
                name,
                arguments,
                entry,
                process,
                security,
                namespaces,
                limits,
                storage,
                lifecycle,
                health,
                labels,
                annotations,
                isolation);
    }

    /// The same with what its image says where nothing was asked for.
    public ContainerConfig withDefaults(
            Optional<HealthCheck> check, LifecycleOptions end, Map<String, String> allLabels) {
        return new ContainerConfig(
                image,
                platform,
                name,
                command,
                entrypoint,
                process,
                security,
                namespaces,
                limits,
                storage,
                end,
                check,
                allLabels,
                annotations,
                isolation);
    }

    /// The same with other storage.
    public ContainerConfig withStorage(StorageOptions options) {
        return with(process, namespaces, limits, options);
    }

    /// The same with other namespaces.
    public ContainerConfig withNamespaces(NamespaceOptions options) {
        return with(process, options, limits, storage);
    }

    /// The same with another process.
    public ContainerConfig withProcess(ProcessOptions options) {
        return with(options, namespaces, limits, storage);
    }

    private ContainerConfig with(
            ProcessOptions how, NamespaceOptions where, Limits most, StorageOptions files) {
        return new ContainerConfig(
                image,
                platform,
                name,
                command,
                entrypoint,
                how,
                security,
                where,
                most,
                files,
                lifecycle,
                health,
                labels,
                annotations,
                isolation);
    }

    /// Collects a configuration; every part has Docker's default until it is set.
    public static final class Builder {
        private final String image;
        private final List<String> command;
        private Optional<String> name = Optional.empty();
        private Optional<List<String>> entrypoint = Optional.empty();
        private ProcessOptions process = ProcessOptions.STANDARD;
        private SecurityOptions security = SecurityOptions.STANDARD;
        private NamespaceOptions namespaces = NamespaceOptions.STANDARD;
        private Limits limits = Limits.NONE;
        private StorageOptions storage = StorageOptions.STANDARD;
        private LifecycleOptions lifecycle = LifecycleOptions.STANDARD;
        private Optional<HealthCheck> health = Optional.empty();
        private final Map<String, String> labels = new LinkedHashMap<>();
        private final Map<String, String> annotations = new LinkedHashMap<>();
        private Optional<String> isolation = Optional.empty();

        private Builder(String image, List<String> command) {
            this.image = image;
            this.command = new ArrayList<>(command);
        }

        public Builder name(String name) {
            this.name = Optional.of(name);
            return this;
        }

        public Builder command(List<String> arguments) {
            command.clear();
            command.addAll(arguments);
            return this;
        }

        public Builder entrypoint(List<String> program) {
            entrypoint = Optional.of(program);
            return this;
        }

        public Builder process(ProcessOptions options) {
            process = options;
            return this;
        }

        public Builder security(SecurityOptions options) {
            security = options;
            return this;
        }

        public Builder namespaces(NamespaceOptions options) {
            namespaces = options;
            return this;
        }

        public Builder limits(Limits value) {
            limits = value;
            return this;
        }

        public Builder storage(StorageOptions options) {
            storage = options;
            return this;
        }

        public Builder lifecycle(LifecycleOptions options) {
            lifecycle = options;
            return this;
        }

        public Builder health(Optional<HealthCheck> check) {
            health = check;
            return this;
        }

        public Builder label(String key, String value) {
            labels.put(key, value);
            return this;
        }

        public Builder annotation(String key, String value) {
            annotations.put(key, value);
            return this;
        }

        public Builder isolation(String wall) {
            isolation = Optional.of(wall);
            return this;
        }

        /// Adds `name=value` to the environment.
        public Builder env(String variable, String value) {
            process = process.withEnv(variable + "=" + value);
            return this;
        }

        /// Removes the container as soon as it has ended.
        public Builder autoRemove() {
            lifecycle = lifecycle.withAutoRemove(true);
            return this;
        }

        /// Shows a volume, which is made if it is missing.
        public Builder volume(String volume, String target) {
            List<MountRequest> mounts = new ArrayList<>(storage.mounts());
            mounts.add(new MountRequest.Volume(volume, target, MountRequest.VolumeUse.STANDARD));
            storage = storage.withMounts(mounts);
            return this;
        }

        /// Starts the container again after its end.
        public Builder restart(RestartPolicy policy) {
            lifecycle = lifecycle.withRestart(policy);
            return this;
        }

        /// How long a stop waits before it kills.
        public Builder stopTimeout(Duration timeout) {
            lifecycle = lifecycle.withStopTimeout(timeout);
            return this;
        }

        public ContainerConfig build() {
            return new ContainerConfig(
                    image,
                    Optional.empty(),
                    name,
                    command,
                    entrypoint,
                    process,
                    security,
                    namespaces,
                    limits,
                    storage,
                    lifecycle,
                    health,
                    labels,
                    annotations,
                    isolation);
        }
    }
}
