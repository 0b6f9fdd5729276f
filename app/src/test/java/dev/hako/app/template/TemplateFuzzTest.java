package dev.hako.app.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hako.app.document.Document;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.Map;

/// A template is whatever a user types: it either works or is refused with a column.
class TemplateFuzzTest {
    private static final Document TREE =
            Document.with("Name", "web")
                    .and("Args", List.of("a", "b"))
                    .and("Labels", Map.of("k", "v"))
                    .and("Count", 3)
                    .build();

    @FuzzTest(maxDuration = "2m")
    void anyTextIsFilledInOrRefused(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        try {
            Template.parse(text).fill(TREE);
        } catch (Failure e) {
            assertThat(e).hasMessageStartingWith("invalid template: ");
        }
    }
}
