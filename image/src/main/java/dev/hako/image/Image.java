package dev.hako.image;

import java.util.List;
import java.util.Map;

/// An image, resolved.
///
/// @param reference as the user wrote it
/// @param parts what the root file system is made of, outermost first
/// @param defaults what its program is when nothing else is asked for
public record Image(String reference, List<Part> parts, Defaults defaults) {
    public Image {
        parts = List.copyOf(parts);
    }

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
    public record Defaults(
            List<String> entrypoint,
            List<String> command,
            List<String> env,
            String user,
            String workingDirectory,
            Map<String, String> labels) {
        /// Nothing but Docker's default search path.
        public static final Defaults NONE =
                new Defaults(
                        List.of(),
                        List.of(),
                        List.of(
                                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
                        "",
                        "",
                        Map.of());

        public Defaults {
            entrypoint = List.copyOf(entrypoint);
            command = List.copyOf(command);
            env = List.copyOf(env);
            labels = Map.copyOf(labels);
        }

        /// The same but for the command.
        Defaults withCommand(List<String> words) {
            return new Defaults(entrypoint, words, env, user, workingDirectory, labels);
        }
    }
}
