package dev.hako.oci.image;

import java.util.List;
import java.util.Optional;

/// The media types of images: OCI's (image-spec media-types.md) and the ones of Docker that mean
/// the same.
public final class MediaTypes {
    /// An image index.
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

    /// An image manifest.
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    /// An image configuration.
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";

    /// A layer: a tar archive, compressed as a suffix `+gzip` or `+zstd` says.
    public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";

    /// A layer that some years ago was not to be pushed to other registries.
    public static final String OCI_FOREIGN_LAYER =
            "application/vnd.oci.image.layer.nondistributable.v1.tar";

    /// The empty JSON object, as the configuration of an artifact that is no image.
    public static final String OCI_EMPTY = "application/vnd.oci.empty.v1+json";

    /// Docker's image index.
    public static final String DOCKER_INDEX =
            "application/vnd.docker.distribution.manifest.list.v2+json";

    /// Docker's image manifest.
    public static final String DOCKER_MANIFEST =
            "application/vnd.docker.distribution.manifest.v2+json";

    /// Docker's image configuration.
    public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

    /// Docker's layer; `.tar` is uncompressed, `.tar.gzip` and `.tar.zstd` are compressed.
    public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";

    /// Docker's layer that lies on another server.
    public static final String DOCKER_FOREIGN_LAYER =
            "application/vnd.docker.image.rootfs.foreign.diff.tar";

    private static final List<String> LAYERS =
            List.of(OCI_LAYER, OCI_FOREIGN_LAYER, DOCKER_LAYER, DOCKER_FOREIGN_LAYER);

    private MediaTypes() {}

    /// Whether such a document is an [Index].
    public static boolean isIndex(String mediaType) {
        return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_INDEX);
    }

    /// Whether such a document is a [Manifest].
    public static boolean isManifest(String mediaType) {
        return mediaType.equals(OCI_MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
    }

    /// Whether such a document is an [ImageConfig].
    public static boolean isConfig(String mediaType) {
        return mediaType.equals(OCI_CONFIG) || mediaType.equals(DOCKER_CONFIG);
    }

    /// The type of a layer that is compressed so.
    public static String layer(Compression compression) {
        return switch (compression) {
            case NONE -> OCI_LAYER;
            case GZIP -> OCI_LAYER + "+gzip";
            case ZSTD -> OCI_LAYER + "+zstd";
        };
    }

    /// How such a layer is compressed; empty if it is no layer of an image.
    public static Optional<Compression> layerCompression(String mediaType) {
        return LAYERS.stream()
                .filter(mediaType::startsWith)
                .map(layer -> mediaType.substring(layer.length()))
                .flatMap(suffix -> Compression.ofSuffix(suffix).stream())
                .findFirst();
    }

    /// How a layer's archive is packed.
    public enum Compression {
        NONE,
        GZIP,
        ZSTD;

        private static Optional<Compression> ofSuffix(String suffix) {
            return switch (suffix) {
                case "" -> Optional.of(NONE);
                case "+gzip", ".gzip" -> Optional.of(GZIP);
                case "+zstd", ".zstd" -> Optional.of(ZSTD);
                default -> Optional.empty();
            };
        }
    }
}
