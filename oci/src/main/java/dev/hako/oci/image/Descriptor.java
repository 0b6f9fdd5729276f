package dev.hako.oci.image;

import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.text;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.Kind;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A content that lies elsewhere (image-spec descriptor.md). The content embedded in `data` is not
/// read: whoever wants it asks for the digest.
///
/// @param sizeBytes exactly how long the content is
/// @param urls where else it may be had
/// @param platform what it runs on, for the entries of an index
/// @param artifactType what the artifact is, for the entries of an index
public record Descriptor(
        String mediaType,
        Digest digest,
        long sizeBytes,
        List<String> urls,
        Map<String, String> annotations,
        @Nullable Platform platform,
        @Nullable String artifactType)
        implements JsonRecord {
    static final Kind<Digest> DIGEST = text(Digest::parse);

    /// RFC 6838, section 4.2.
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-zA-Z0-9][\\w!#$&^.+-]{0,126}/[a-zA-Z0-9][\\w!#$&^.+-]{0,126}");

    /// Keeps the rules of descriptor.md.
    public Descriptor {
        requireMediaType("mediaType", mediaType);
        Require.range("size", sizeBytes, 0, Long.MAX_VALUE);
        urls = Require.texts("urls", urls);
        annotations = Require.sorted(annotations);
        requireMediaType("artifactType", artifactType);
    }

    /// A content without anything special about it.
    public static Descriptor of(String mediaType, Digest digest, long sizeBytes) {
        return new Descriptor(mediaType, digest, sizeBytes, List.of(), Map.of(), null, null);
    }

    /// The same content with other annotations.
    public Descriptor withAnnotations(Map<String, String> changed) {
        return new Descriptor(mediaType, digest, sizeBytes, urls, changed, platform, artifactType);
    }

    static void requireMediaType(String field, @Nullable String mediaType) {
        if (mediaType != null) {
            Require.that(
                    MEDIA_TYPE.matcher(mediaType).matches(),
                    field,
                    mediaType,
                    "must be a media type");
        }
    }

    static Descriptor read(JsonObject in) {
        return new Descriptor(
                in.required("mediaType", STRING),
                in.required("digest", DIGEST),
                in.required("size", INT64),
                in.list("urls", STRING),
                in.map("annotations", STRING),
                in.optional("platform", object(Platform::read)),
                in.optional("artifactType", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("mediaType", mediaType)
                .put("digest", digest.toString())
                .put("size", sizeBytes)
                .put("urls", urls)
                .put("annotations", annotations)
                .put("platform", platform)
                .put("artifactType", artifactType);
    }
}
