package dev.hako.image.transfer;

import dev.hako.failure.Failure;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.image.store.ImageSet;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Index;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Goes through the documents that a name stands for, and takes from them what is wanted: indexes
/// as they are, images, and what is said of images.
final class Chosen {
    private static final int MOST_INDEXES = 4;
    private static final int MOST_MANIFESTS = 200;

    private final ImageSource source;
    private final Document top;
    private final Platform machine;
    private final List<Document> indexes = new ArrayList<>();
    private final List<ImageContent> images = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final Set<Digest> seen = new HashSet<>();

    /// What an index says of its images, such as how one was built: a manifest that is none of an
    /// image.
    record Attachment(Document manifestDocument, Manifest manifest) {}

    private Chosen(ImageSource source, Document top, Platform machine) {
        this.source = source;
        this.top = top;
        this.machine = machine;
    }

    static Chosen of(ImageSource source, Document top, Platforms wanted, Platform machine)
            throws IOException {
        Chosen chosen = new Chosen(source, top, machine);
        switch (wanted) {
            case Platforms.Own _ -> chosen.addBest(machine);
            case Platforms.One(Platform platform) -> {
                chosen.addBest(platform);
                chosen.requirePlatform(platform);
            }
            case Platforms.Every _ -> chosen.addAll(false);
            case Platforms.Available _ -> chosen.addAll(true);
        }
        return chosen;
    }

    List<Document> indexes() {
        return indexes;
    }

    List<ImageContent> images() {
        return images;
    }

    List<Attachment> attachments() {
        return attachments;
    }

    /// The image that is to be used: of several this machine's, or the first.
    ImageContent best() {
        return machine.best(images, image -> image.config().platform()).orElseGet(images::getFirst);
    }

    /// What the name is to stand for.
    ImageSet set() {
        return new ImageSet(
                indexes.isEmpty() ? Optional.empty() : Optional.of(top.descriptor().digest()),
                images.stream().map(ImageContent::descriptor).toList());
    }

    private void addBest(Platform platform) throws IOException {
        Document document = top;
        for (int depth = 0; MediaTypes.isIndex(document.descriptor().mediaType()); depth++) {
            requireDepth(depth);
            indexes.add(document);
            document = source.document(chosen(Index.parse(document.bytes()), platform));
        }
        requireManifest(document);
        images.add(ImageContent.of(source, document));
    }

    private void requireDepth(int depth) {
        if (depth == MOST_INDEXES) {
            throw Failure.invalid(
                    "the image \"" + source.name() + "\" has indexes in indexes in indexes");
        }
    }

    private void requireManifest(Document document) {
        if (!MediaTypes.isManifest(document.descriptor().mediaType())) {
            throw Failure.unsupported(
                    "\""
                            + source.name()
                            + "\" is no image: its media type is "
                            + document.descriptor().mediaType());
        }
    }

    private Descriptor chosen(Index index, Platform wanted) {
        Optional<Descriptor> found = index.manifestFor(wanted);
        boolean alone = index.manifests().size() == 1;
        if (found.isPresent()) {
            return found.get();
        }
        if (alone && index.manifests().getFirst().platform() == null) {
            return index.manifests().getFirst();
        }
        throw noPlatform(wanted, index);
    }

    private Failure noPlatform(Platform wanted, Index index) {
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

    /// Refuses an image for another machine, if the user has said which he wants.
    private void requirePlatform(Platform wanted) {
        Platform platform = images.getFirst().config().platform();
        if (!wanted.runs(platform)) {
            throw Failure.notFound(
                    "the image \""
                            + source.name()
                            + "\" is for "
                            + platform
                            + ", not for "
                            + wanted);
        }
    }

    /// @param lenient whether what the source does not have may be missing
    private void addAll(boolean lenient) throws IOException {
        add(top, 0, lenient);
        if (images.isEmpty()) {
            throw Failure.notFound("there is no image in \"" + source.name() + "\"");
        }
    }

    private void add(Document document, int depth, boolean lenient) throws IOException {
        if (!MediaTypes.isIndex(document.descriptor().mediaType())) {
            addManifest(document);
            return;
        }
        requireDepth(depth);
        indexes.add(document);
        for (Descriptor each : Index.parse(document.bytes()).manifests()) {
            if (isKnown(each) && seen.add(each.digest())) {
                requireFew();
                addNamed(each, depth + 1, lenient);
            }
        }
    }

    /// An index may name what nobody knows (image-spec image-index.md, "manifests").
    private static boolean isKnown(Descriptor each) {
        return MediaTypes.isIndex(each.mediaType()) || MediaTypes.isManifest(each.mediaType());
    }

    private void requireFew() {
        if (seen.size() > MOST_MANIFESTS) {
            throw Failure.invalid(
                    "the image \"" + source.name() + "\" has more than 200 manifests");
        }
    }

    private void addNamed(Descriptor named, int depth, boolean lenient) throws IOException {
        try {
            add(source.document(named), depth, lenient);
        } catch (Failure e) {
            if (!lenient || e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    private void addManifest(Document document) throws IOException {
        requireManifest(document);
        Manifest manifest = Manifest.parse(document.bytes());
        if (manifest.isImage() || indexes.isEmpty()) {
            images.add(ImageContent.of(source, document));
        } else {
            attachments.add(new Attachment(document, manifest));
        }
    }
}
