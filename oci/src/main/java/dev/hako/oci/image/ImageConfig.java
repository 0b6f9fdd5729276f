package dev.hako.oci.image;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an image is made of and how it is run (image-spec config.md). The digest of this document
/// is the image's id.
///
/// @param platform written as the fields `os`, `architecture`, `variant`, `os.version` and
///   `os.features`
/// @param config how its containers run
/// @param diffIds the digests of the layers' archives, uncompressed, the lowest first
/// @param history how the layers came to be, the oldest first
public record ImageConfig(
        @Nullable Instant created,
        @Nullable String author,
        Platform platform,
        Execution config,
        List<Digest> diffIds,
        List<History> history)
        implements JsonRecord {

    /// Copies the lists.
    public ImageConfig {
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
    }

    /// Reads an image's configuration.
    ///
    /// @throws dev.hako.oci.json.InvalidDocumentException if it breaks a rule
    public static ImageConfig parse(byte[] utf8) {
        return Json.read("image configuration", utf8, ImageConfig::read);
    }

    private static ImageConfig read(JsonObject in) {
        return new ImageConfig(
                in.optional("created", Timestamp.KIND),
                in.optional("author", STRING),
                Platform.read(in),
                in.optional("config", object(Execution::read), Execution.NONE),
                in.required("rootfs", object(ImageConfig::diffIds)),
                in.list("history", object(History::read)));
    }

    private static List<Digest> diffIds(JsonObject rootfs) {
        String type = rootfs.required("type", STRING);
        Require.that(type.equals("layers"), "type", type, "must be layers");
        return rootfs.list("diff_ids", Descriptor.DIGEST);
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("created", created == null ? null : created.toString()).put("author", author);
        platform.write(out);
        JsonRecord rootfs =
                fields ->
                        fields.put("type", "layers")
                                .always(
                                        "diff_ids",
                                        diffIds.stream().map(Digest::toString).toList());
        out.put("config", config).put("rootfs", rootfs).put("history", history);
    }

    /// How one layer, or a change without a layer, came to be.
    ///
    /// @param emptyLayer whether there is no layer for it
    public record History(
            @Nullable Instant created,
            @Nullable String author,
            @Nullable String createdBy,
            @Nullable String comment,
            boolean emptyLayer)
            implements JsonRecord {
        private static History read(JsonObject in) {
            return new History(
                    in.optional("created", Timestamp.KIND),
                    in.optional("author", STRING),
                    in.optional("created_by", STRING),
                    in.optional("comment", STRING),
                    in.flag("empty_layer"));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("created", created == null ? null : created.toString())
                    .put("created_by", createdBy)
                    .put("author", author)
                    .put("comment", comment)
                    .flag("empty_layer", emptyLayer);
        }
    }
}
