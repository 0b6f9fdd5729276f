package dev.hako.engine.volume;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A volume that there is.
///
/// @param name what users call it
/// @param createdAt when
/// @param labels for users to find it by
/// @param options of its driver
/// @param goesWith id of the container whose removal removes it too
/// @param mountpoint its directory on the host
public record Volume(
        String name,
        Instant createdAt,
        Map<String, String> labels,
        Map<String, String> options,
        Optional<String> goesWith,
        Path mountpoint) {
    /// The label of a volume whose name was made up; Docker's.
    public static final String ANONYMOUS = "com.docker.volume.anonymous";

    /// The one driver there is.
    public static final String DRIVER = "local";

    public Volume {
        labels = Map.copyOf(labels);
        options = Map.copyOf(options);
    }

    /// Whether nobody has given it a name.
    public boolean anonymous() {
        return labels.containsKey(ANONYMOUS);
    }

    /// Where its files are.
    Backing backing() {
        return Backing.of(options);
    }

    /// What a new volume is to be.
    ///
    /// @param name one component of a path; see [VolumeName]
    /// @param labels for users to find it by
    /// @param options of its driver
    /// @param goesWith id of the container whose removal removes it too
    public record Request(
            String name,
            Map<String, String> labels,
            Map<String, String> options,
            Optional<String> goesWith) {
        public Request {
            VolumeName.check(name);
            Backing.of(options);
            labels = Map.copyOf(labels);
            options = Map.copyOf(options);
        }
    }
}
