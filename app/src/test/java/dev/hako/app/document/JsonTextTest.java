package dev.hako.app.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private static final Document TREE =
            Document.with("Id", "a")
                    .and("Args", List.of("x", 1, true))
                    .and("None", null)
                    .and("Empty", List.of())
                    .and("Labels", Map.of("k", "v"))
                    .and("Label", (Document.Method) _ -> "left out")
                    .build();

    @Test
    void writesOneLine() {
        assertThat(JsonText.compact(TREE))
                .isEqualTo(
                        "{\"Id\":\"a\",\"Args\":[\"x\",1,true],\"None\":null,\"Empty\":[],\"Labels\":{\"k\":\"v\"}}");
    }

    @Test
    void indentsByFour() {
        assertThat(
                        JsonText.pretty(
                                List.of(
                                        Document.with("Id", "a")
                                                .and("Args", List.of("x"))
                                                .build())))
                .isEqualTo(
                        """
                        [
                            {
                                "Id": "a",
                                "Args": [
                                    "x"
                                ]
                            }
                        ]\
                        """);
    }

    @Test
    void escapesWhatATerminalWouldObey() {
        assertThat(JsonText.compact("a\u001b[2J\"\\\n\t\u009b\u202e\u2028é日"))
                .isEqualTo("\"a\\u001b[2J\\\"\\\\\\n\\t\\u009b\\u202e\\u2028é日\"");
    }
}
