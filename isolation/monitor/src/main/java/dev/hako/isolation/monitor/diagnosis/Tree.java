package dev.hako.isolation.monitor.diagnosis;

import dev.hako.oci.runtime.Mount;
import dev.hako.plan.RootFilesystem;
import java.util.ArrayList;
import java.util.List;

/// Something that is mounted in a container.
///
/// @param target where, absolute
/// @param sources directories of the host, the topmost first; empty if it is of another kind
/// @param noexec whether programs may not be executed from it
record Tree(String target, List<Place.Source> sources, boolean noexec) {
    static Tree of(RootFilesystem.RootMount mount) {
        return switch (mount) {
            case RootFilesystem.Bind bind ->
                    new Tree(bind.target(), List.of(Place.Source.of(bind.source())), false);
            case RootFilesystem.Overlay overlay ->
                    new Tree(overlay.target(), layers(overlay), false);
        };
    }

    private static List<Place.Source> layers(RootFilesystem.Overlay overlay) {
        var layers = new ArrayList<Place.Source>();
        overlay.upper().ifPresent(upper -> layers.add(Place.Source.of(upper.directory())));
        overlay.lowerPaths().forEach(lower -> layers.add(Place.Source.of(lower)));
        return layers;
    }

    static Tree of(Mount mount) {
        String source = mount.source();
        boolean bind =
                "bind".equals(mount.type())
                        || mount.options().contains("bind")
                        || mount.options().contains("rbind");
        List<Place.Source> sources =
                bind && source != null && source.startsWith("/")
                        ? List.of(Place.Source.of(source))
                        : List.of();
        return new Tree(mount.destination(), sources, mount.options().contains("noexec"));
    }

    boolean holds(String path) {
        return target.equals("/") || path.equals(target) || path.startsWith(target + "/");
    }
}
