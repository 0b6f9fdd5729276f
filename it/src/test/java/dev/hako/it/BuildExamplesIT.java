package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/// Root builds what people build, and gets the files that podman's buildah makes of it.
@NeedsRoot
@NeedsProgram({"dpkg-query", "gcc", "nginx", "busybox", "podman"})
class BuildExamplesIT extends BuildExamplesContract {
    private @Nullable PodmanBuild podman;

    BuildExamplesIT() {
        super(Hako.ofThisUser());
    }

    @Override
    void compare(Path context) throws IOException {
        if (podman == null) {
            podman = PodmanBuild.begin(ordered(), "localhost/debian:1");
        }
        Path own = hako().place().resolve("own.tar");
        Path podmans = hako().place().resolve("podmans.tar");
        hako().answer("build", "-q", "-o", "type=tar,dest=" + own, context.toString());
        podman.build(context, List.of(), podmans);
        assertThat(TreeListing.of(own)).isEqualTo(TreeListing.of(podmans));
    }

    /// The base with each directory before what is in it, as podman needs it.
    private Path ordered() {
        Result packed =
                hako().shell(
                                "cd %s && mkdir t && tar -C t -xpf debian.tar && tar -C t -cf ordered.tar . && rm -r t"
                                        .formatted(hako().place()));
        assertThat(packed.status()).as(packed.error()).isZero();
        return hako().place().resolve("ordered.tar");
    }

    @AfterAll
    void endPodman() throws IOException {
        if (podman != null) {
            podman.close();
        }
    }
}
