package dev.hako.network.cni;

import com.google.gson.JsonObject;
import dev.hako.failure.Failure;
import java.util.Optional;

/// An attachment as it was asked for, with the network as it was then: what an administrator
/// changes later does not change how it is undone.
///
/// @param networkNamespace a file; it may be gone
/// @param arguments `CNI_ARGS`
/// @param result of the last plugin; none while they run
record StoredAttachment(
        NetworkList network,
        AttachmentId id,
        String networkNamespace,
        String arguments,
        JsonObject runtimeConfig,
        Optional<JsonObject> result) {
    private static final int SCHEMA = 1;

    static StoredAttachment of(NetworkList network, Attachment attachment) {
        return new StoredAttachment(
                network,
                attachment.id(),
                attachment.networkNamespace().toString(),
                attachment.joinedArguments(),
                attachment.runtimeConfig(),
                Optional.empty());
    }

    static StoredAttachment of(Fields fields) {
        int schema = fields.integer("schema").orElse(0);
        if (schema != SCHEMA) {
            throw Failure.unsupported(fields.document() + ": schema " + schema + " is not known")
                    .hint("use the version of hako that wrote it");
        }
        return new StoredAttachment(
                NetworkList.of(fields.document(), object(fields, "network").orElseThrow()),
                new AttachmentId(fields.required("container"), fields.required("interface")),
                fields.text("networkNamespace").orElse(""),
                fields.text("arguments").orElse(""),
                object(fields, "runtimeConfig").orElseGet(JsonObject::new),
                object(fields, "result"));
    }

    private static Optional<JsonObject> object(Fields fields, String field) {
        return fields.nested(field).map(Fields::object);
    }

    StoredAttachment with(JsonObject newResult) {
        return new StoredAttachment(
                network, id, networkNamespace, arguments, runtimeConfig, Optional.of(newResult));
    }

    JsonObject json() {
        var json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        json.addProperty("container", id.container());
        json.addProperty("interface", id.interfaceName());
        json.addProperty("networkNamespace", networkNamespace);
        json.addProperty("arguments", arguments);
        json.add("runtimeConfig", runtimeConfig);
        json.add("network", network.object());
        result.ifPresent(told -> json.add("result", told));
        return json;
    }
}
