package dev.hako.image.tarball;

import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `repositories`, by which readers older than `manifest.json` find images: what is called so, by
/// repository and tag, and its uppermost layer.
record RepositoriesFile(Map<String, Tags> repositories) implements JsonRecord {
    static final String FILE = "repositories";

    /// The uppermost layers of one repository's images, by their tags.
    private record Tags(Map<String, String> layers) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            layers.forEach(out::put);
        }
    }

    static RepositoriesFile of(ArchiveManifest manifest) {
        Map<String, Tags> repositories = new TreeMap<>();
        for (ArchiveManifest.Item image : manifest.images()) {
            if (!image.layers().isEmpty()) {
                String layer = name(image.layers());
                for (String called : image.names()) {
                    int colon = called.lastIndexOf(':');
                    repositories
                            .computeIfAbsent(
                                    called.substring(0, colon), _ -> new Tags(new TreeMap<>()))
                            .layers
                            .put(called.substring(colon + 1), layer);
                }
            }
        }
        return new RepositoriesFile(repositories);
    }

    /// The name of the uppermost layer's file.
    private static String name(List<String> layers) {
        String member = layers.getLast();
        return member.substring(member.lastIndexOf('/') + 1);
    }

    @Override
    public void write(ObjectWriter out) {
        repositories.forEach(out::put);
    }

    byte[] bytes() {
        return Json.write(this);
    }
}
