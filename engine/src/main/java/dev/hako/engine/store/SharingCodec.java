package dev.hako.engine.store;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.word;

import dev.hako.engine.config.Share;
import dev.hako.engine.config.Sharing;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.ObjectWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whose namespaces a container has, as JSON.
final class SharingCodec {
    private SharingCodec() {}

    static void write(Sharing sharing, ObjectWriter out) {
        Map<String, String> containers = new LinkedHashMap<>();
        sharing.containers().forEach((share, id) -> containers.put(share.toString(), id));
        out.put("pod", sharing.pod().orElse(null))
                .put("withPod", words(sharing.withPod()))
                .put("containers", containers);
    }

    static Sharing read(JsonObject in) {
        Map<Share, String> containers = new EnumMap<>(Share.class);
        Map<String, String> written = in.map("containers", STRING);
        for (Share share : Share.values()) {
            String id = written.get(share.toString());
            if (id != null) {
                containers.put(share, id);
            }
        }
        return new Sharing(ConfigCodec.maybe(in, "pod", STRING), shares(in, "withPod"), containers);
    }

    static List<String> words(Set<Share> shares) {
        return shares.stream().map(Share::toString).toList();
    }

    static Set<Share> shares(JsonObject in, String field) {
        return Set.copyOf(in.list(field, word(Share.values())));
    }
}
