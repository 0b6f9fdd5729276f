package dev.hako.image.transfer;

import dev.hako.failure.Failure;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.json.InvalidDocumentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The documents of one image for one platform.
///
/// @param layers the lowest first
record ImageContent(Document manifestDocument, Document configDocument, List<Layer> layers) {
    private static final int MOST_LAYERS = 500;

    /// A layer, packed and unpacked.
    record Layer(Descriptor blob, Digest diffId) {}

    /// Reads them.
    static ImageContent of(ImageSource source, Document manifestDocument) throws IOException {
        Manifest manifest = Manifest.parse(manifestDocument.bytes());
        requireImage(source, manifest);
        Document config = source.document(manifest.config());
        List<Layer> layers = layers(source, manifest, ImageConfig.parse(config.bytes()));
        return new ImageContent(manifestDocument, config, layers);
    }

    private static void requireImage(ImageSource source, Manifest manifest) {
        if (!MediaTypes.isConfig(manifest.config().mediaType())) {
            throw Failure.unsupported(
                    "\""
                            + source.name()
                            + "\" is an artifact ("
                            + manifest.config().mediaType()
                            + "), no image of a container");
        }
        if (manifest.layers().size() > MOST_LAYERS) {
            throw Failure.invalid("the image \"" + source.name() + "\" has more than 500 layers");
        }
    }

    private static List<Layer> layers(ImageSource source, Manifest manifest, ImageConfig config) {
        if (manifest.layers().size() != config.diffIds().size()) {
            throw InvalidDocumentException.at(
                    "image \"" + source.name() + "\"",
                    "its manifest has "
                            + manifest.layers().size()
                            + " layers, its configuration "
                            + config.diffIds().size());
        }
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < config.diffIds().size(); i++) {
            Descriptor blob = manifest.layers().get(i);
            if (MediaTypes.layerCompression(blob.mediaType()).isEmpty()) {
                throw Failure.unsupported(
                        "a layer of the image \""
                                + source.name()
                                + "\" is of unknown kind: "
                                + blob.mediaType());
            }
            layers.add(new Layer(blob, config.diffIds().get(i)));
        }
        return layers;
    }

    ImageConfig config() {
        return ImageConfig.parse(configDocument.bytes());
    }

    /// Its manifest's, with the platform that its configuration speaks of.
    Descriptor descriptor() {
        Descriptor manifest = manifestDocument.descriptor();
        return new Descriptor(
                manifest.mediaType(),
                manifest.digest(),
                manifest.sizeBytes(),
                List.of(),
                manifest.annotations(),
                config().platform(),
                null);
    }
}
