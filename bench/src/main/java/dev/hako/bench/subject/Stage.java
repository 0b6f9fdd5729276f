package dev.hako.bench.subject;

import dev.hako.compare.host.Scratch;
import java.nio.file.Path;

/// What image a work is done with, and where: what is measured with one image is kept apart from
/// what is measured with another, for layers that are unpacked already cost nothing.
///
/// @param work a word for it
/// @param image `HOST:PORT/NAME:TAG` in a registry that speaks plain HTTP
public record Stage(String work, String image, Scratch scratch, Path spawner) {
    String registry() {
        return image.substring(0, image.indexOf('/'));
    }

    String tag() {
        return image.substring(image.lastIndexOf(':') + 1);
    }

    String named(String name) {
        return name + "-" + work + "-" + tag();
    }

    /// The folder of podman's --runroot may have no more than 50 characters.
    Path memory(String name) {
        return scratch.memory().resolve(name + "-" + tag().charAt(0) + work);
    }

    /// Podman with a place of its own.
    String podman(Path at) {
        return "podman --root %s/r --runroot %s --storage-driver overlay"
                .formatted(at, memory("p"));
    }

    /// The socket of a containerd with a place of its own.
    Path socket() {
        return Path.of(memory("ctrd") + ".sock");
    }

    /// Starts that containerd, and waits for it.
    String containerd(Path at) {
        return "setsid containerd --root %s/root --state %s -a %s >%s/log 2>&1 & until ctr -a %s version; do sleep 0.2; done"
                .formatted(at, memory("ctrd"), socket(), at, socket());
    }
}
