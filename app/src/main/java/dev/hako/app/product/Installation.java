package dev.hako.app.product;

import dev.hako.engine.Locations;
import dev.hako.failure.Failure;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/// The installation that this engine runs from, as the client that started it says.
///
/// @param libraries the directory of the jars
/// @param locations where the engine keeps things
/// @param buildId 32 hexadecimal digits, the same for client and engine of one build
/// @param aotCache where the JVM's ahead-of-time cache is, or will be
public record Installation(
        Path libraries, Locations locations, String buildId, Optional<Path> aotCache) {
    /// What users see as the version.
    public static final String VERSION = "0.1.0";

    private static final int BUILD_ID_DIGITS = 32;
    private static final int SHORT_DIGITS = 7;

    /// Reads `hako.lib`, `hako.root`, `hako.run`, `hako.build` and `hako.aot`.
    ///
    /// @param properties the JVM's system properties
    public static Installation read(Properties properties) {
        String buildId = required(properties, "hako.build");
        if (buildId.length() != BUILD_ID_DIGITS || !buildId.matches("[0-9a-f]+")) {
            throw Failure.invalid("the build id \"" + buildId + "\" is not 32 hexadecimal digits");
        }
        return new Installation(
                path(required(properties, "hako.lib")),
                new Locations(
                        path(required(properties, "hako.root")),
                        path(required(properties, "hako.run"))),
                buildId,
                Optional.ofNullable(properties.getProperty("hako.aot")).map(Installation::path));
    }

    private static String required(Properties properties, String name) {
        String value = properties.getProperty(name);
        if (value == null || value.isEmpty()) {
            throw Failure.invalid("the property \"" + name + "\" is not set")
                    .hint("start the engine by `hako engine`");
        }
        return value;
    }

    private static Path path(String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute()) {
            throw Failure.invalid("the path \"" + text + "\" is not absolute");
        }
        return path;
    }

    /// The build id as the wire has it.
    public byte[] buildIdBytes() {
        return HexFormat.of().parseHex(buildId);
    }

    /// The first digits of the build id, for people.
    public String shortBuildId() {
        return buildId.substring(0, SHORT_DIGITS);
    }
}
