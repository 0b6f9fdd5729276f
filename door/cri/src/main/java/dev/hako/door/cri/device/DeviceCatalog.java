package dev.hako.door.cri.device;

import dev.hako.failure.Failure;
import dev.hako.oci.json.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The devices that are described on this machine. What a later folder says of a device goes before
/// what an earlier one does; in one folder each device is described once.
///
/// @param folders where descriptions are, as files `*.json`, `*.yaml` and `*.yml`
public record DeviceCatalog(List<Path> folders) {
    /// Where CDI has them.
    public static final DeviceCatalog STANDARD =
            new DeviceCatalog(List.of(Path.of("/etc/cdi"), Path.of("/var/run/cdi")));

    private static final long MOST_BYTES = 4 << 20;
    private static final int MOST_FILES = 1024;

    public DeviceCatalog {
        folders = List.copyOf(folders);
    }

    /// Where a device is described.
    private record Place(Path path, DeviceFile file, boolean twice) {}

    /// @param unusable a sentence for each file that cannot be understood
    private record Contents(Map<String, Place> devices, List<String> unusable) {}

    /// What a container needs to have these devices, in their order.
    ///
    /// @param names such as `vendor.example/gpu=0`
    /// @throws Failure `INVALID` for what is no name, `NOT_FOUND` for what is nowhere, `CONFLICT`
    ///   for what is described twice, `UNSUPPORTED` for what cannot be done
    List<Edits> edits(List<String> names) {
        Contents contents = read();
        Set<Edits> all = new LinkedHashSet<>();
        for (String text : names) {
            DeviceName name = DeviceName.parse(text);
            Place place = contents.devices.get(name.toString());
            if (place == null) {
                throw nowhere(name, contents);
            }
            if (place.twice) {
                throw Failure.conflict(
                                "the device \"%s\" is described twice in \"%s\""
                                        .formatted(name, place.path.getParent()))
                        .hint("remove one of the descriptions");
            }
            all.add(place.file.edits());
            all.add(place.file.devices().getOrDefault(name.name(), Edits.NONE));
        }
        return List.copyOf(all);
    }

    private Failure nowhere(DeviceName name, Contents contents) {
        String where = String.join(" or ", folders.stream().map(Path::toString).toList());
        String broken =
                contents.unusable.isEmpty()
                        ? ""
                        : "; not understood there: " + String.join("; ", contents.unusable);
        return Failure.notFound(
                        "the device \"%s\" is described nowhere in %s%s"
                                .formatted(name, where, broken))
                .hint("have its vendor's tool describe it, as nvidia-ctk cdi generate does");
    }

    private Contents read() {
        Contents contents = new Contents(new HashMap<>(), new ArrayList<>());
        for (Path folder : folders) {
            Map<String, Place> here = new HashMap<>();
            for (Path path : files(folder, contents.unusable)) {
                read(path, here, contents.unusable);
            }
            contents.devices.putAll(here);
        }
        return contents;
    }

    private static List<Path> files(Path folder, List<String> unusable) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            for (Path file : found) {
                if (files.size() < MOST_FILES) {
                    files.add(file);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (IOException e) {
            unusable.add("\"" + folder + "\": " + e.getMessage());
        }
        files.sort(null);
        return files;
    }

    private static void read(Path path, Map<String, Place> here, List<String> unusable) {
        String name = path.getFileName().toString();
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        if (!yaml && !name.endsWith(".json")) {
            return;
        }
        try {
            byte[] bytes = bytes(path);
            DeviceFile file = DeviceFile.parse(name, yaml ? YamlText.asJson(bytes) : bytes);
            for (String device : file.devices().keySet()) {
                String full = file.kind() + "=" + device;
                here.merge(
                        full,
                        new Place(path, file, false),
                        (one, other) -> new Place(path, file, true));
            }
        } catch (IOException | InvalidDocumentException e) {
            unusable.add("\"" + path + "\": " + e.getMessage());
        }
    }

    /// A pipe would keep its reader waiting.
    private static byte[] bytes(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("it is no file");
        }
        if (Files.size(path) > MOST_BYTES) {
            throw new IOException("it has more than " + MOST_BYTES + " bytes");
        }
        return Files.readAllBytes(path);
    }
}
