package dev.hako.build.dockerfile;

import java.util.Map;
import java.util.Set;

/// What is given to a build besides its files.
///
/// @param arguments values for `ARG`, from `--build-arg`
/// @param automatic values that every build has, for stages that declare them: `TARGETPLATFORM`,
///   `BUILDARCH` and the like
public record BuildValues(Map<String, String> arguments, Map<String, String> automatic) {
    /// Variables that programs of `RUN` see without an `ARG`; no image keeps them.
    static final Set<String> PREDEFINED =
            Set.of(
                    "HTTP_PROXY",
                    "http_proxy",
                    "HTTPS_PROXY",
                    "https_proxy",
                    "FTP_PROXY",
                    "ftp_proxy",
                    "NO_PROXY",
                    "no_proxy",
                    "ALL_PROXY",
                    "all_proxy");

    public BuildValues {
        arguments = Map.copyOf(arguments);
        automatic = Map.copyOf(automatic);
    }
}
