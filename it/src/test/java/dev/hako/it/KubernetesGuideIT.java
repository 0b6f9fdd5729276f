package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.cri.v1.RuntimeHandler;
import dev.hako.cri.v1.StatusRequest;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the guide for Kubernetes' nodes says can be done as it is written.
@NeedsRoot
class KubernetesGuideIT {
    private static final Path GUIDE = Path.of("..", "docs", "kubernetes.md");
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private String guide = "";

    @BeforeEach
    void read() throws IOException {
        guide = Files.readString(GUIDE);
    }

    private List<String> all(String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(guide)
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
    }

    @Test
    void everyoneIsToldTheSameSocket() {
        assertThat(all("(unix://[a-z/.]+)")).containsExactly("unix:///run/hako/cri.sock");
    }

    @Test
    void theUnitsCommandServesAndEndsWhenItIsAskedTo() throws Exception {
        List<String> commands = all("^ExecStart=/usr/local/bin/(hako .+)$");
        assertThat(commands).hasSize(1);
        try (Hako hako = Hako.ofThisUser()) {
            Path socket = hako.place().resolve("guide.sock");
            String command =
                    commands.getFirst().replace("unix:///run/hako/cri.sock", "unix://" + socket);
            Process engine = hako.startShell("exec " + command);
            Await.until("the socket", DEADLINE, () -> Files.exists(socket));
            engine.destroy();
            assertThat(engine.waitFor(DEADLINE)).isTrue();
            assertThat(engine.exitValue()).isZero();
        }
    }

    @Test
    void handlersOfManifestsAreThere() {
        try (CriNode node = CriNode.start(Hako.ofThisUser())) {
            List<String> there =
                    node
                            .runtime()
                            .status(StatusRequest.getDefaultInstance())
                            .getRuntimeHandlersList()
                            .stream()
                            .map(RuntimeHandler::getName)
                            .toList();
            assertThat(there).containsAll(all("^handler: (.+)$")).isNotEmpty();
        }
    }
}
