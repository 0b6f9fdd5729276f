package dev.hako.image.layer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// An EROFS image as the kernel sees it.
public final class MountedDisk {
    private MountedDisk() {}

    public static List<String> facts(Path image) throws Exception {
        return OwnMounts.call(() -> {
            Path place = Files.createTempDirectory("mounted");
            try {
                Layers.shell(place, "mount -t erofs -o loop,ro '" + image + "' '" + place + "'");
                return TreeFacts.withoutHoles(place);
            } finally {
                Layers.shell(Objects.requireNonNull(place.getParent()), "umount '" + place + "'; rmdir '" + place + "'");
            }
        });
    }
}
