package dev.hako.engine.spec;

import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// The file that tells a container's time zone: one of this machine's, for an image may have none.
final class ZoneChoice {
    static final String TARGET = "/etc/localtime";
    private static final String LOCAL = "local";
    private static final Path ZONES = Path.of("/usr/share/zoneinfo");
    private static final Pattern NAME = Pattern.compile("[\\w+-]+(/[\\w+-]+)*");

    private ZoneChoice() {}

    /// The file of a zone; empty if this machine's is asked for, and it has none.
    ///
    /// @throws Failure `INVALID` if this machine does not know the zone
    static Optional<Path> of(String zone) {
        if (zone.equals(LOCAL)) {
            return Optional.of(Path.of(TARGET)).filter(Files::isRegularFile);
        }
        Path file = ZONES.resolve(NAME.matcher(zone).matches() ? zone : "");
        if (!Files.isRegularFile(file)) {
            throw Failure.invalid("unknown time zone \"" + Printable.of(zone) + "\"")
                    .hint(
                            Files.isDirectory(ZONES)
                                    ? "the files below " + ZONES + " are the zones there are"
                                    : "install tzdata on this machine");
        }
        return Optional.of(file);
    }
}
