package dev.hako.image;

import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.Healthcheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An image, resolved.
///
/// @param reference as the user wrote it
/// @param parts what the root file system is made of, outermost first
/// @param defaults what its program is when nothing else is asked for
/// @param origin which stored image it is; empty: it is none
public record Image(
        String reference, List<Part> parts, Defaults defaults, Optional<Origin> origin) {
    public Image {
        parts = List.copyOf(parts);
    }

    /// An image that is in no store.
    public Image(String reference, List<Part> parts, Defaults defaults) {
        this(reference, parts, defaults, Optional.empty());
    }

    /// A stored image, by the digests that stay when its names are given to another.
    ///
    /// @param manifest of it
    /// @param id the digest of its configuration
    public record Origin(Digest manifest, Digest id) {}

    /// A directory tree at one place of the root file system.
    ///
    /// @param target where, absolute; `/` for the outermost
    /// @param lowers directories of the host, uppermost first
    /// @param foreign whether its files belong to the machine, so that containers only read them
    public record Part(String target, List<String> lowers, boolean foreign) {
        public Part {
            lowers = List.copyOf(lowers);
        }
    }

    /// What an image says of its program.
    ///
    /// @param user `name|uid[:group|gid]`; empty: root
    /// @param workingDirectory absolute; empty: `/`
    /// @param volumes paths in the container that get volumes of their own
    /// @param exposedPorts `PORT/PROTOCOL`
    /// @param stopSignal a name or a number; empty: SIGTERM
    /// @param healthcheck how one finds out whether it works
    public record Defaults(
            List<String> entrypoint,
            List<String> command,
            List<String> env,
            String user,
            String workingDirectory,
            Map<String, String> labels,
            List<String> volumes,
            List<String> exposedPorts,
            Optional<String> stopSignal,
            Optional<Healthcheck> healthcheck) {
        private static final String PATH = "PATH=";
        private static final String SEARCH_PATH =
                PATH + "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

        /// Nothing but Docker's default search path.
        public static final Defaults NONE = of(Execution.NONE);

        public Defaults {
            entrypoint = List.copyOf(entrypoint);
            command = List.copyOf(command);
            env = List.copyOf(env);
            labels = Map.copyOf(labels);
            volumes = List.copyOf(volumes);
            exposedPorts = List.copyOf(exposedPorts);
        }

        /// What an image's configuration says, and a search path if it has none.
        public static Defaults of(Execution config) {
            String user = config.user();
            String directory = config.workingDir();
            return new Defaults(
                    config.entrypoint(),
                    config.cmd(),
                    withSearchPath(config.env()),
                    user == null ? "" : user,
                    directory == null ? "" : directory,
                    config.labels(),
                    config.volumes(),
                    config.exposedPorts(),
                    Optional.ofNullable(config.stopSignal()),
                    Optional.ofNullable(config.healthcheck()));
        }

        private static List<String> withSearchPath(List<String> env) {
            if (env.stream().anyMatch(entry -> entry.startsWith(PATH))) {
                return env;
            }
            List<String> all = new ArrayList<>(List.of(SEARCH_PATH));
            all.addAll(env);
            return all;
        }

        /// The same but for the command.
        Defaults withCommand(List<String> words) {
            return new Defaults(
                    entrypoint,
                    words,
                    env,
                    user,
                    workingDirectory,
                    labels,
                    volumes,
                    exposedPorts,
                    stopSignal,
                    healthcheck);
        }
    }
}
