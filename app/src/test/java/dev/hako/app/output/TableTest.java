package dev.hako.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.app.document.Document;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Document HEADINGS =
            Document.with("ID", "CONTAINER ID").and("Names", "NAMES").build();
    private static final Listing LISTING = new Listing(HEADINGS, "{{.ID}}\t{{.Names}}");
    private static final String HOSTILE = "web\u001b]0;owned\u0007\n\tx";

    private static List<Document> objects(String... names) {
        return Stream.of(names)
                .map(name -> Document.with("ID", "0123456789ab").and("Names", name).build())
                .toList();
    }

    @Test
    void alignsColumns() {
        Table table = new Table();
        table.add(List.of("ID", "NAME", "X"));
        table.add(List.of("0123456789ab", "a", "y"));
        assertThat(table).hasToString("ID             NAME      X\n0123456789ab   a         y\n");
    }

    @Test
    void neverShowsWhatATerminalWouldObey() {
        assertThat(LISTING.of(objects(HOSTILE), "", true))
                .isEqualTo(
                        "CONTAINER ID   NAMES\n0123456789ab   web\\x1b]0;owned\\x07\\x0a\\x09x\n");
    }

    @Test
    void aTableOfOnesOwnHasItsHeadings() {
        assertThat(LISTING.of(objects("web"), "table {{.Names}}\\t{{.ID}}", false))
                .isEqualTo("NAMES     CONTAINER ID\nweb       0123456789ab\n");
    }

    @Test
    void aTemplateIsFilledInForEachObject() {
        assertThat(LISTING.of(objects("a", "b"), "{{.Names}}\\t{{.ID}}", false))
                .isEqualTo("a\t0123456789ab\nb\t0123456789ab\n");
    }

    @Test
    void aTemplateIsHarmlessOnATerminalAndExactInAPipe() {
        assertThat(LISTING.of(objects(HOSTILE), "{{.Names}}", true))
                .isEqualTo("web\\x1b]0;owned\\x07\n\tx\n");
        assertThat(LISTING.of(objects(HOSTILE), "{{.Names}}", false)).isEqualTo(HOSTILE + "\n");
    }

    @Test
    void jsonIsOneLineForEachObject() {
        assertThat(LISTING.of(objects("a"), "json", false))
                .isEqualTo("{\"ID\":\"0123456789ab\",\"Names\":\"a\"}\n");
    }

    @Test
    void shortensAtCharacters() {
        assertThat(Words.cut("日本語日本語", 4)).isEqualTo("日本語…");
        assertThat(Words.cut("abcd", 4)).isEqualTo("abcd");
        assertThat(Words.quoted(Words.line(List.of("sh", "-c", "echo \"x\""))))
                .isEqualTo("\"sh -c 'echo \\\"x\\\"'\"");
    }
}
