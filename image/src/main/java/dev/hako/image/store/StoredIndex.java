package dev.hako.image.store;

import dev.hako.image.blob.Blobs;
import dev.hako.image.source.Document;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Index;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// An index in a store. Of what it names, some may be missing.
///
/// @param document as it came
record StoredIndex(Blobs blobs, Document document) {
    private static final int DEEPEST = 4;

    /// Reads one, of which only the digest is known.
    static StoredIndex read(Blobs blobs, Digest digest) throws IOException {
        long size = blobs.path(digest).toFile().length();
        byte[] bytes = blobs.document(Descriptor.of(MediaTypes.OCI_INDEX, digest, size));
        String mediaType =
                Objects.requireNonNullElse(Index.parse(bytes).mediaType(), MediaTypes.OCI_INDEX);
        return new StoredIndex(blobs, new Document(Descriptor.of(mediaType, digest, size), bytes));
    }

    /// What can be given away of it: all of it as it came, if nothing is missing; the only image
    /// that is here, by itself; or an index of what is here, which has another digest.
    Document available() throws IOException {
        Index index = Index.parse(document.bytes());
        List<Descriptor> here = new ArrayList<>();
        for (Descriptor each : index.manifests()) {
            if (isWhole(each, 1)) {
                here.add(each);
            }
        }
        if (here.size() == index.manifests().size()) {
            return document;
        }
        List<Descriptor> images = images(here);
        if (images.size() == 1) {
            Descriptor only = images.getFirst().withAnnotations(Map.of());
            return new Document(only, blobs.document(only));
        }
        return reduced(index, here);
    }

    private Document reduced(Index index, List<Descriptor> here) {
        byte[] bytes =
                Json.write(
                        new Index(
                                index.mediaType(),
                                index.artifactType(),
                                here,
                                index.subject(),
                                index.annotations()));
        String mediaType = document.descriptor().mediaType();
        return new Document(Descriptor.of(mediaType, Digest.sha256(bytes), bytes.length), bytes);
    }

    /// Indexes among them count as images: they name some.
    private List<Descriptor> images(List<Descriptor> manifests) throws IOException {
        List<Descriptor> images = new ArrayList<>();
        for (Descriptor each : manifests) {
            if (MediaTypes.isIndex(each.mediaType()) || manifest(each).isImage()) {
                images.add(each);
            }
        }
        return images;
    }

    private Manifest manifest(Descriptor descriptor) throws IOException {
        return Manifest.parse(blobs.document(descriptor));
    }

    /// Whether all that it leads to is here.
    private boolean isWhole(Descriptor each, int depth) throws IOException {
        if (!blobs.has(each) || depth > DEEPEST) {
            return false;
        }
        if (MediaTypes.isManifest(each.mediaType())) {
            Manifest manifest = manifest(each);
            return blobs.has(manifest.config()) && manifest.layers().stream().allMatch(blobs::has);
        }
        if (!MediaTypes.isIndex(each.mediaType())) {
            return false;
        }
        for (Descriptor inner : Index.parse(blobs.document(each)).manifests()) {
            if (!isWhole(inner, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    /// Marks what has to be kept for its sake: documents, and what is said of images, such as how
    /// they were built. Images have entries of their own.
    void mark(Set<Digest> kept) throws IOException {
        mark(document.descriptor(), kept, 0);
    }

    private void mark(Descriptor index, Set<Digest> kept, int depth) throws IOException {
        kept.add(index.digest());
        for (Descriptor each : Index.parse(blobs.document(index)).manifests()) {
            if (!blobs.has(each)) {
                continue;
            }
            if (MediaTypes.isIndex(each.mediaType()) && depth < DEEPEST) {
                mark(each, kept, depth + 1);
            } else if (MediaTypes.isManifest(each.mediaType()) && !manifest(each).isImage()) {
                Manifest said = manifest(each);
                kept.add(each.digest());
                kept.add(said.config().digest());
                said.layers().forEach(layer -> kept.add(layer.digest()));
            }
        }
    }
}
