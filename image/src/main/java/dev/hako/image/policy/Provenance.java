package dev.hako.image.policy;

import dev.hako.oci.image.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where an image is to come from.
///
/// @param name as users write it
/// @param entries of a policy that are for it, the most telling first
public record Provenance(String name, List<String> entries) {
    public Provenance {
        entries = List.copyOf(entries);
    }

    /// A registry: `registry.example/team/shop`, `registry.example/team`, `registry.example`.
    static Provenance of(ImageReference reference) {
        List<String> entries = new ArrayList<>();
        String name = reference.registry() + "/" + reference.repository();
        for (int end = name.length(); end > 0; end = name.lastIndexOf('/', end - 1)) {
            entries.add(name.substring(0, end));
        }
        return new Provenance(reference.toString(), entries);
    }

    /// A file or a directory of this machine, wherever links lead.
    ///
    /// @param kind with a colon at its end
    public static Provenance of(String kind, Path path) {
        return of(kind, real(path).toString());
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException _) {
            return path.toAbsolutePath().normalize(); // whoever opens it tells why he cannot
        }
    }

    /// A place on this machine, or an address of the web: `oci:/srv/images/shop`,
    /// `oci:/srv/images`, `oci:/srv`, `oci:`.
    ///
    /// @param kind with a colon at its end
    /// @param place an absolute path, an address, or `-`
    public static Provenance of(String kind, String place) {
        List<String> entries = new ArrayList<>();
        for (int end = place.length(); end > 0; end = place.lastIndexOf('/', end - 1)) {
            entries.add(kind + place.substring(0, end));
        }
        entries.add(kind);
        return new Provenance(kind + place, entries);
    }
}
