package dev.hako.engine;

import dev.hako.engine.library.ImageUser;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.ContainerStore;
import dev.hako.failure.Failure;
import dev.hako.oci.image.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which containers are made of stored images, or have them mounted: this engine's and those of
/// others.
///
/// @param containers that this engine knows, by id
record ImageUsers(ContainerStore store, ConcurrentHashMap<String, Container> containers) {

    /// @throws Failure if a container cannot be read, which may be made of any image
    List<ImageUser> all() {
        Set<String> ids = new HashSet<>(store.ids());
        ids.addAll(containers.keySet());
        List<ImageUser> users = new ArrayList<>();
        for (String id : ids) {
            users.addAll(of(id));
        }
        for (ContainerDirectory directory : store.elsewhere()) {
            users.addAll(of(directory));
        }
        return users;
    }

    private List<ImageUser> of(String id) {
        Container known = containers.get(id);
        if (known != null) {
            return of(known.document(), known.state().live());
        }
        try (ContainerDirectory directory = store.find(id).orElse(null)) {
            return directory == null ? List.of() : of(directory);
        }
    }

    private static List<ImageUser> of(ContainerDirectory directory) {
        try (directory) {
            return of(directory.document(), directory.wasStarted());
        } catch (Failure e) {
            if (directory.isGone()) {
                return List.of();
            }
            throw e;
        }
    }

    private static List<ImageUser> of(ContainerDocument container, boolean live) {
        return container.images().stream()
                .distinct()
                .map(origin -> new ImageUser(container.id(), origin.id(), origin.manifest(), live))
                .toList();
    }

    /// The manifests that must not go.
    Set<Digest> manifests() {
        Set<Digest> manifests = new HashSet<>();
        all().forEach(user -> manifests.add(user.manifest()));
        return manifests;
    }
}
