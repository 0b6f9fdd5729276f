package dev.hako.it;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/// Asks Debian's Docker and Hako the same.
///
/// `./dev compare` runs it. Another daemon's doings are no part of the suite.
@Tag("compare")
@NeedsRoot
@NeedsProgram({
    "dockerd",
    "docker",
    "busybox",
    "python3",
    "unshare",
    "setpriv",
    "newuidmap",
    "useradd"
})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerComparisonIT extends ComparisonContract {
    private final DockerDaemon docker;

    DockerComparisonIT() throws IOException {
        docker = DockerDaemon.start(); // first: without it there is no test
        super(Script.chosen("docker"));
    }

    @Override
    Peer oracle(Path tree) throws IOException {
        return docker.peer(tree);
    }

    @AfterAll
    void endDocker() {
        docker.close();
    }
}
