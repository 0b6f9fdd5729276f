package dev.hako.image.transfer;

import dev.hako.failure.Failure;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.Index;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.Platform;
import dev.hako.oci.json.InvalidDocumentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The documents of one image for one platform.
///
/// @param top what its name stands for: this manifest, or an index that names it
/// @param layers the lowest first
record ImageContent(
        Document top, Document manifestDocument, Document configDocument, List<Layer> layers) {
    private static final int MOST_LAYERS = 500;
    private static final int MOST_INDEXES = 4;

    /// A layer, packed and unpacked.
    record Layer(Descriptor blob, Digest diffId) {}

    /// Reads them.
    static ImageContent of(ImageSource source, Document top, Choice choice) throws IOException {
        Document manifestDocument = manifest(source, top, choice);
        Manifest manifest = Manifest.parse(manifestDocument.bytes());
        requireImage(source, manifest);
        Document config = source.document(manifest.config());
        List<Layer> layers = layers(source, manifest, ImageConfig.parse(config.bytes()));
        return new ImageContent(top, manifestDocument, config, layers);
    }

    /// Which platform's image is wanted.
    ///
    /// @param asked whether the user has named it, so that an image for another is refused
    record Choice(Platform platform, boolean asked) {
        static Choice of(Optional<Platform> asked, Platform machine) {
            return new Choice(asked.orElse(machine), asked.isPresent());
        }
    }

    private static Document manifest(ImageSource source, Document top, Choice choice)
            throws IOException {
        Document document = top;
        for (int depth = 0; MediaTypes.isIndex(document.descriptor().mediaType()); depth++) {
            if (depth == MOST_INDEXES) {
                throw Failure.invalid(
                        "the image \"" + source.name() + "\" has indexes in indexes in indexes");
            }
            document = source.document(chosen(source, Index.parse(document.bytes()), choice));
        }
        if (!MediaTypes.isManifest(document.descriptor().mediaType())) {
            throw Failure.unsupported(
                    "\""
                            + source.name()
                            + "\" is no image: its media type is "
                            + document.descriptor().mediaType());
        }
        return document;
    }

    private static Descriptor chosen(ImageSource source, Index index, Choice choice) {
        Optional<Descriptor> found = index.manifestFor(choice.platform());
        boolean alone = index.manifests().size() == 1;
        if (found.isPresent()) {
            return found.get();
        }
        if (alone && index.manifests().getFirst().platform() == null) {
            return index.manifests().getFirst();
        }
        throw noPlatform(source, choice.platform(), index);
    }

    private static Failure noPlatform(ImageSource source, Platform wanted, Index index) {
        TreeSet<String> there = new TreeSet<>();
        index.manifests().stream()
                .map(Descriptor::platform)
                .filter(platform -> platform != null && !platform.os().equals("unknown"))
                .forEach(platform -> there.add(platform.toString()));
        return Failure.notFound(
                        "no matching manifest for "
                                + wanted
                                + " in the image \""
                                + source.name()
                                + "\"")
                .hint(
                        there.isEmpty()
                                ? "it has images for no platform at all"
                                : "it has " + String.join(", ", there) + "; choose by --platform");
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

    /// Refuses an image for another machine, if the user has said which he wants.
    ImageContent require(ImageSource source, Choice choice) {
        Platform platform = config().platform();
        if (choice.asked() && !choice.platform().runs(platform)) {
            throw Failure.notFound(
                    "the image \""
                            + source.name()
                            + "\" is for "
                            + platform
                            + ", not for "
                            + choice.platform());
        }
        return this;
    }
}
