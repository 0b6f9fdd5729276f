package dev.hako.build.solve;

import dev.hako.build.dockerfile.Dockerfile;
import dev.hako.build.files.FileSource;
import dev.hako.engine.Container;
import dev.hako.engine.config.EgressOptions;
import dev.hako.engine.library.ImageExchange;
import dev.hako.image.registry.Access;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is to be built.
///
/// @param file that says how
/// @param sources where files come from
/// @param goal what is to come of it
/// @param images where images come from that are not here
/// @param programs how programs of `RUN` run
/// @param arguments values for `ARG`
/// @param secrets for `RUN --mount=type=secret`, by their ids
/// @param useCache whether steps that were done before need not be done again
/// @param epoch no file is newer, and the image says that it is of that time; empty: now
public record BuildRequest(
        Dockerfile file,
        Sources sources,
        Goal goal,
        ImageOrigin images,
        Programs programs,
        Map<String, String> arguments,
        Map<String, Secret> secrets,
        boolean useCache,
        Optional<Instant> epoch) {
    public BuildRequest {
        arguments = Map.copyOf(arguments);
        secrets = Map.copyOf(secrets);
    }

    /// Where files come from.
    ///
    /// @param context the directory of the build; closed by whoever opened it
    /// @param named other directories and images, by what `--from` calls them
    public record Sources(FileSource context, Map<String, Named> named) {
        public Sources {
            named = Map.copyOf(named);
        }
    }

    /// What a name of `--build-context` stands for.
    public sealed interface Named {
        /// Files of a directory.
        record Directory(FileSource files) implements Named {}

        /// An image of the store or a registry.
        record Image(String reference) implements Named {}
    }

    /// What is to come of it.
    ///
    /// @param target a stage's name or number; empty: the last
    /// @param platform that it is for; empty: this machine
    /// @param names of the image
    /// @param labels of the image, over those of the Dockerfile
    public record Goal(
            Optional<String> target,
            Optional<Platform> platform,
            List<ImageReference> names,
            Map<String, String> labels) {
        public Goal {
            names = List.copyOf(names);
            labels = Map.copyOf(labels);
        }
    }

    /// Where images come from that are not here.
    ///
    /// @param access with whose rights files of the web are fetched
    /// @param pull whether newer ones are asked for, though there is one here
    public record ImageOrigin(ImageExchange registries, Access access, boolean pull) {}

    /// How programs of `RUN` run.
    ///
    /// @param network `none`, `host` or a network's name; empty: the engine's default
    /// @param isolation the wall that they run behind; empty: the engine's default
    /// @param egress where they may send; empty: anywhere
    /// @param shell that is entered where one has failed; empty: nobody wants to
    public record Programs(
            Optional<String> network,
            Optional<String> isolation,
            Optional<EgressOptions> egress,
            Optional<DebugShell> shell) {}

    /// Enters a shell that has the files, mounts and variables that a failed program had, before it
    /// changed any.
    public interface DebugShell {
        /// Starts it and waits until it ends.
        ///
        /// @param shell not started yet, with a terminal; it is removed afterwards
        /// @param failure of the program
        void enter(Container shell, StepFailure failure);
    }

    /// Something that a program sees and no image keeps.
    public record Secret(byte[] bytes) {}
}
