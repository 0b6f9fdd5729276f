package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsRoot;
import dev.hako.testing.network.OtherHost;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs what the pages for users show, one example after the other.
@NeedsRoot
class DocsIT {
    @ParameterizedTest
    @ValueSource(strings = {"running.md", "images.md", "build.md", "oci.md"})
    void everyExamplePrintsWhatThePageSays(String page) throws IOException {
        try (Hako hako = Hako.ofThisUser()) {
            run(page, hako);
        }
    }

    private static void run(String page, Hako hako) throws IOException {
        List<Example> examples = Example.of(page);
        assertThat(examples).hasSizeGreaterThan(15);
        for (Example example : examples) {
            Result result = hako.shell(example.line());
            assertThat(result.error()).as(example.line()).isEmpty();
            assertThat(result.output()).as(example.line()).matches(example.pattern());
        }
    }

    /// What they show is done to bridges and routes of a host of its own.
    @ParameterizedTest
    @ValueSource(strings = {"networks.md", "pods.md"})
    void everyExampleOfNetworksPrintsWhatThePageSays(String page) throws IOException {
        try (OtherHost host = OtherHost.make();
                Hako hako = Hako.ofThisUser().withStandardNetwork().within(host.wrapper())) {
            run(page, hako);
        }
    }
}
