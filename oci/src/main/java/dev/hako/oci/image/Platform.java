package dev.hako.oci.image;

import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What an image runs on (image-spec image-index.md, "platform"), in its normal form: Go's words,
/// and for ARM always a variant. `x86_64` becomes `amd64`, `aarch64` becomes `arm64/v8`.
///
/// @param os such as `linux`
/// @param architecture such as `amd64`
/// @param variant the architecture's version, such as `v7`
public record Platform(
        String os,
        String architecture,
        @Nullable String variant,
        @Nullable String osVersion,
        List<String> osFeatures)
        implements JsonRecord {

    /// Makes the normal form.
    public Platform {
        Require.nonEmpty("os", os);
        Require.nonEmpty("architecture", architecture);
        os = os.toLowerCase(Locale.ROOT);
        String spelled = architecture.toLowerCase(Locale.ROOT);
        architecture = normalArchitecture(spelled);
        variant = normalVariant(spelled, variant == null ? "" : variant.toLowerCase(Locale.ROOT));
        osFeatures = List.copyOf(osFeatures);
    }

    /// Linux on an architecture, as `uname -m` or Go call it.
    public static Platform linux(String architecture) {
        return new Platform("linux", architecture, null, null, List.of());
    }

    /// Reads `linux/arm64/v8`, `linux/amd64`, or `amd64` (of Linux).
    ///
    /// @throws dev.hako.oci.json.InvalidDocumentException if it is none of these
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        boolean blank = text.isBlank() || List.of(parts).contains("");
        Require.that(
                parts.length <= 3 && !blank,
                "platform",
                text,
                "must be OS/ARCHITECTURE[/VARIANT], such as linux/arm64/v8");
        return parts.length == 1
                ? linux(text)
                : new Platform(
                        parts[0], parts[1], parts.length == 3 ? parts[2] : null, null, List.of());
    }

    /// Whether a machine of this platform runs an image of the other: the same system and
    /// architecture, in the same or an older variant.
    public boolean runs(Platform image) {
        boolean sameKind = os.equals(image.os) && architecture.equals(image.architecture);
        OptionalInt mine = level();
        OptionalInt theirs = image.level();
        boolean comparable = mine.isPresent() && theirs.isPresent();
        return sameKind
                && (comparable
                        ? theirs.getAsInt() <= mine.getAsInt()
                        : suffix().equals(image.suffix()));
    }

    /// What runs best on a machine of this platform: of the highest variant it has, and of several
    /// alike the first.
    ///
    /// @param platformOf what each of the things is for; nothing: nobody knows
    public <T> Optional<T> best(Collection<T> things, Function<T, @Nullable Platform> platformOf) {
        T found = null;
        int highest = -1;
        for (T thing : things) {
            Platform platform = platformOf.apply(thing);
            if (platform != null && runs(platform) && platform.level().orElse(0) > highest) {
                found = thing;
                highest = platform.level().orElse(0);
            }
        }
        return Optional.ofNullable(found);
    }

    /// The number of the variant; the first version of an architecture has 1.
    private OptionalInt level() {
        if (variant == null) {
            return OptionalInt.of(1);
        }
        boolean numbered = variant.length() == 2 && Character.isDigit(variant.charAt(1));
        return numbered && variant.charAt(0) == 'v'
                ? OptionalInt.of(variant.charAt(1) - '0')
                : OptionalInt.empty();
    }

    /// `linux/arm64/v8`.
    @Override
    public String toString() {
        return os + "/" + architecture + suffix();
    }

    static Platform read(JsonObject in) {
        return new Platform(
                in.required("os", STRING),
                in.required("architecture", STRING),
                in.optional("variant", STRING),
                in.optional("os.version", STRING),
                in.list("os.features", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("architecture", architecture)
                .put("os", os)
                .put("os.version", osVersion)
                .put("os.features", osFeatures)
                .put("variant", variant);
    }

    private String suffix() {
        return variant == null ? "" : "/" + variant;
    }

    private static String normalArchitecture(String spelled) {
        return switch (spelled) {
            case "x86_64", "x86-64" -> "amd64";
            case "i386", "i486", "i586", "i686", "x86" -> "386";
            case "aarch64" -> "arm64";
            case "armhf", "armel", "armv7l", "armv6l" -> "arm";
            case "loongarch64" -> "loong64";
            default -> spelled;
        };
    }

    private static @Nullable String normalVariant(String spelled, String variant) {
        String version = variant.length() == 1 ? "v" + variant : variant;
        String normal =
                switch (normalArchitecture(spelled)) {
                    case "amd64" -> version.equals("v1") ? "" : version;
                    case "arm64" -> version.isEmpty() ? "v8" : version;
                    case "arm" -> version.isEmpty() ? armVersion(spelled) : version;
                    default -> variant;
                };
        return normal.isEmpty() ? null : normal;
    }

    private static String armVersion(String spelled) {
        return spelled.equals("armel") || spelled.equals("armv6l") ? "v6" : "v7";
    }
}
