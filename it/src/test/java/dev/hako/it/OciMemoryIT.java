package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How little memory a container needs that `hako-runtime` makes: what makes it counts for the
/// container, too, from its birth on. Debian's runc needs three times as much, its crun does not.
@NeedsRoot
@NeedsProgram("busybox")
class OciMemoryIT {
    @TempDir Path place;

    @Test
    void runsWithinHalfAMebibyte() throws IOException {
        OciBundle bundle = OciBundle.make(place.resolve("bundle")).runs("echo", "ran");
        Path config = bundle.folder().resolve("config.json");
        String limits = "\"memory\": {\"limit\": 524288}, \"pids\"";
        bundle.says(Files.readString(config).replace("\"pids\"", limits));
        OciRuntime runtime = OciRuntime.hako(place.resolve("home"));
        Files.createDirectory(place.resolve("home"));
        for (int time = 0; time < 3; time++) {
            Result run = runtime.call("run", "--bundle", bundle.folder().toString(), "box");
            assertThat(run).isEqualTo(new Result(0, "ran\n", ""));
        }
    }
}
