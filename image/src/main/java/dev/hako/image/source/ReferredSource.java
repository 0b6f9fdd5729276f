package dev.hako.image.source;

import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A source that has more beside its image: other tags, and what refers to a manifest.
public interface ReferredSource extends ImageSource {
    /// What another tag stands for, if there is such a tag.
    Optional<Document> tagged(String tag) throws IOException;

    /// What refers to a manifest, such as signatures.
    List<Descriptor> referrers(Digest subject) throws IOException;
}
