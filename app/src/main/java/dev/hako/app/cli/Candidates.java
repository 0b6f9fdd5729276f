package dev.hako.app.cli;

import java.util.List;

/// What a word of a command line may be, as far as that is known before it is written: what
/// completion offers.
public sealed interface Candidates {
    /// One of a few words. A word that ends with `=` or `:` is a beginning.
    record Words(List<String> words) implements Candidates {
        public Words {
            words = List.copyOf(words);
        }
    }

    /// Something that is looked up when somebody asks.
    enum Known implements Candidates {
        /// Anything: nothing can be offered.
        ANYTHING,
        FILES,
        DIRECTORIES,
        /// Programs of the image.
        PROGRAMS,
        CONTAINERS,
        /// Containers whose program runs.
        LIVE_CONTAINERS,
        /// Containers that can be started.
        IDLE_CONTAINERS,
        VOLUMES,
        NETWORKS,
        /// What `--network` takes: networks, and the network of another container.
        NETWORK_MODES,
        /// Containers, networks and volumes.
        INSPECTED,
        /// Volumes and directories, each before the `:` of `-v`.
        SOURCES,
        /// Fields of `--mount`.
        MOUNTS,
        PODS,
        /// Whatever containers can be made of.
        IMAGES,
        /// The engine's own images.
        STORED_IMAGES,
        ISOLATIONS,
        /// The caller's environment variables.
        VARIABLES,
        SIGNALS,
        CAPABILITIES,
        /// Commands of `hako`.
        COMMANDS
    }

    /// What help texts mean by a name such as `FILE`; they use one for one thing.
    static Candidates named(String name) {
        return switch (name) {
            case "FILE", "ARG" -> Known.FILES;
            case "COMMAND", "PROGRAM" -> Known.PROGRAMS;
            case "CONTAINER" -> Known.CONTAINERS;
            case "VOLUME" -> Known.VOLUMES;
            case "NETWORK" -> Known.NETWORKS;
            case "POD" -> Known.PODS;
            case "IMAGE" -> Known.IMAGES;
            case "SIGNAL" -> Known.SIGNALS;
            case "CAPABILITY" -> Known.CAPABILITIES;
            case "FORMAT" -> new Words(List.of("json"));
            default -> Known.ANYTHING;
        };
    }
}
