package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The ahead-of-time cache of engines that serve the kubelet.
@NeedsRoot
class CriCacheIT {
    private static final Duration DEADLINE = Duration.ofMinutes(4);

    @Test
    void anIdleNodeMakesACacheOfItsOwn() {
        Hako hako = Hako.ofThisUser();
        try (CriNode node = CriNode.start(hako)) {
            Path cache = Path.of("/var/cache/hako", hako.buildId() + "-cri.aot");
            Await.until("the cache " + cache, DEADLINE, () -> Files.exists(cache));
            node.crash();
            node.restart();
            assertThat(hako.shell("tr '\\0' '\\n' </proc/" + node.pid() + "/cmdline").output())
                    .contains("-XX:AOTCache=" + cache + "\n");
            String pod = node.pod(CriConfigs.pod("shop").build());
            assertThat(node.said(pod, CriConfigs.shell("one", "echo hello").build()))
                    .isEqualTo("hello");
        }
    }
}
