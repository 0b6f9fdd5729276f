package dev.hako.image.registry;

import static dev.hako.oci.image.MediaTypes.DOCKER_INDEX;
import static dev.hako.oci.image.MediaTypes.DOCKER_MANIFEST;
import static dev.hako.oci.image.MediaTypes.OCI_INDEX;
import static dev.hako.oci.image.MediaTypes.OCI_MANIFEST;

import dev.hako.failure.Failure;
import dev.hako.image.registry.http.Foreign;
import dev.hako.oci.image.MediaTypes;
import java.util.List;
import java.util.Locale;

/// Which documents a name may stand for.
final class ManifestTypes {
    /// What a registry is told that we read.
    static final String ACCEPTED =
            String.join(", ", OCI_INDEX, OCI_MANIFEST, DOCKER_INDEX, DOCKER_MANIFEST);

    private static final List<String> SCHEMA_1 =
            List.of(
                    "application/vnd.docker.distribution.manifest.v1+json",
                    "application/vnd.docker.distribution.manifest.v1+prettyjws");

    private ManifestTypes() {}

    /// Whether it is a manifest or an index that we read.
    static boolean isRead(String mediaType) {
        return MediaTypes.isManifest(mediaType) || MediaTypes.isIndex(mediaType);
    }

    /// The media type in a header, without parameters and in lower case.
    static String normal(String header) {
        int semicolon = header.indexOf(';');
        String type = semicolon < 0 ? header : header.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    /// Whether a server says no more than that it has bytes, or JSON.
    static boolean saysNothing(String mediaType) {
        return switch (mediaType) {
            case "", "application/json", "application/octet-stream", "text/plain" -> true;
            default -> false;
        };
    }

    /// Refuses what we do not read.
    static void require(String mediaType) {
        if (SCHEMA_1.contains(mediaType)) {
            throw firstSchema();
        }
        if (!isRead(mediaType)) {
            throw Failure.unsupported(
                    "\"" + Foreign.text(mediaType) + "\" is no manifest of an image");
        }
    }

    /// That a manifest is of the format before digests.
    static Failure firstSchema() {
        return Failure.unsupported("the manifest is of Docker's first schema, given up in 2017")
                .hint("have the image pushed again by a program of today");
    }
}
