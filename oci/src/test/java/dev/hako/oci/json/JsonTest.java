package dev.hako.oci.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void ignoresUnknownFields() {
        assertThat(field("{'other': {'a': [1, null, true]}, 'f': 'x'}", Kind.STRING))
                .isEqualTo("x");
    }

    @Test
    void takesNullAndEmptyTextForAbsence() {
        Function<JsonObject, Boolean> absent = in -> in.optional("f", Kind.STRING) == null;

        assertThat(read("{'f': null}", absent)).isTrue();
        assertThat(read("{'f': ''}", absent)).isTrue();
        assertThat(read("{}", absent)).isTrue();
    }

    @Test
    void keepsEmptyTextInLists() {
        List<String> list = read("{'f': ['', 'a']}", in -> in.list("f", Kind.STRING));

        assertThat(list).containsExactly("", "a");
    }

    @Test
    void readsTheWholeRangeOfUnsignedNumbers() {
        assertThat(field("{'f': 18446744073709551615}", Kind.UINT64)).isEqualTo(-1);
        assertThat(field("{'f': 4294967295}", Kind.UINT32)).isEqualTo(0xffff_ffffL);
    }

    @Test
    void readsMapsInTheOrderOfTheirKeys() {
        Map<String, String> map =
                read("{'f': {'b': 'x', 'a': ''}}", in -> in.map("f", Kind.STRING));

        assertThat(map).containsExactly(Map.entry("a", ""), Map.entry("b", "x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'f': 18446744073709551616} | f \"18446744073709551616\": must be an unsigned"
                        + " 64-bit integer",
                "{'f': -1}     | f \"-1\": must be an unsigned 64-bit integer",
                "{'f': 1.0}    | f \"1.0\": must be an unsigned 64-bit integer",
                "{'f': 1e3}    | f \"1e3\": must be an unsigned 64-bit integer",
                "{'f': '1'}    | f: must be an unsigned 64-bit integer, but is a string",
                "{'f': true}   | f: must be an unsigned 64-bit integer, but is true",
                "{'f': [1]}    | f: must be an unsigned 64-bit integer, but is a list",
                "{'f': {}}     | f: must be an unsigned 64-bit integer, but is an object",
                "{}            | f: required, but absent",
            })
    void saysWhichFieldHasTheWrongKind(String json, String complaint) {
        refused(() -> field(quoted(json), Kind.UINT64)).hasMessage("invalid thing: " + complaint);
    }

    @Test
    void namesThePlaceOfAnErrorInNestedLists() {
        Function<JsonObject, List<List<String>>> shape =
                in -> in.list("a", Kind.object(inner -> inner.list("b", Kind.STRING)));

        refused(() -> read("{'a': [{}, {'b': ['x', 7]}]}", shape))
                .hasMessage("invalid thing: a[1].b[1]: must be a string, but is a number")
                .extracting(e -> ((InvalidDocumentException) e).path())
                .isEqualTo("a[1].b[1]");
    }

    @Test
    void refusesAFieldThatAppearsTwice() {
        refused(() -> field("{'f': 'a', 'f': 'b'}", Kind.STRING))
                .hasMessage("invalid thing: f: appears twice");
        refused(() -> field("{'f': 'a', 'x': {'y': null, 'y': 1}}", Kind.STRING))
                .hasMessage("invalid thing: x.y: appears twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{'f': 'x'",
                "{'f': 'x'} {}",
                "{'f': 'x'},",
                "{f: 'x'}",
                "{'f': 'x',}",
                "{'f': 'a\nb'}",
                "// no\n{}",
                "{'f': NaN}",
                "{'f': 01}",
                "{'f'; 'x'}",
            })
    void refusesWhatIsNotStrictlyJson(String json) {
        refused(() -> field(json, Kind.STRING)).hasMessageStartingWith("invalid thing: ");
    }

    @Test
    void refusesADocumentThatIsNoObject() {
        refused(() -> field("[1]", Kind.STRING))
                .hasMessage("invalid thing: must be an object, but is a list");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] latin1 = "{\"f\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1);

        refused(() -> Json.read("thing", latin1, in -> in.required("f", Kind.STRING)))
                .hasMessage("invalid thing: must be UTF-8");
    }

    @Test
    void refusesHalfACharacter() {
        refused(() -> field("{'f': '\\ud83d'}", Kind.STRING))
                .hasMessageStartingWith("invalid thing: malformed JSON: Unpaired surrogate");
        refused(() -> field("{'f': '\\udce6\\ud83d'}", Kind.STRING))
                .hasMessageStartingWith("invalid thing: malformed JSON: Unpaired surrogate");
        refused(() -> field("{'\\ud83dx': 1}", Kind.STRING))
                .hasMessageStartingWith("invalid thing: malformed JSON: Unpaired surrogate");
        assertThat(field("{'f': '\\ud83d\\udce6'}", Kind.STRING)).isEqualTo("📦");
    }

    @Test
    void refusesToWriteHalfACharacter() {
        JsonRecord broken = out -> out.put("f", "\ud83d");

        refused(() -> Json.write(broken)).hasMessage("a string holds an unpaired surrogate");
    }

    @Test
    void refusesADocumentBeyondItsLimits() {
        String deep = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
        String longList = "[" + "1,".repeat(Json.MAX_ELEMENTS) + "1]";

        refused(() -> field("{'f': " + deep + "}", Kind.STRING))
                .hasMessageStartingWith("invalid thing: malformed JSON: Nesting limit 32 reached");
        refused(() -> field("{'f': " + longList + "}", Kind.STRING))
                .hasMessage("invalid thing: f: more than 65536 elements");
        refused(() -> Json.read("thing", new byte[Json.MAX_BYTES + 1], in -> in))
                .hasMessage("invalid thing: 4194305 bytes, but at most 4194304 are read");
    }

    @Test
    void showsHostileValuesShortAndOnOneLine() {
        String value = "a\\n" + "\\u001b" + "x".repeat(500);

        refused(() -> field("{'f': '" + value + "'}", Kind.word(Count.values())))
                .message()
                .contains("a\uFFFD\uFFFDxxx", "x…\": must be one of ONE, TWO")
                .hasSizeLessThan(200);
    }

    @Test
    void showsHostileNamesShortAndOnOneLine() {
        String name = "a\\n" + "x".repeat(500);

        refused(() -> read("{'f': {'" + name + "': 7}}", in -> in.map("f", Kind.STRING)))
                .message()
                .startsWith("invalid thing: f.a\uFFFDxxx")
                .endsWith("x…: must be a string, but is a number")
                .hasSizeLessThan(250);
        refused(() -> field("{'" + name + "': x}", Kind.STRING)).message().hasSizeLessThan(200);
    }

    @Test
    void writesFieldsInTheOrderTheyArePut() {
        JsonRecord inner = out -> out.put("n", 1);
        JsonRecord thing =
                out ->
                        out.put("b", "x<&>")
                                .put("absent", null)
                                .put("none", List.of())
                                .always("empty", List.of())
                                .flag("no", false)
                                .flag("yes", true)
                                .unsigned("max", -1L)
                                .put("list", List.of(inner, "t"))
                                .put("a", Map.of("k", inner));

        assertThat(new String(Json.write(thing), StandardCharsets.UTF_8))
                .isEqualTo(
                        quoted(
                                "{'b':'x<&>','empty':[],'yes':true,'max':18446744073709551615,"
                                        + "'list':[{'n':1},'t'],'a':{'k':{'n':1}}}"));
    }

    private enum Count {
        ONE,
        TWO
    }

    private static AbstractThrowableAssert<?, ?> refused(ThrowingCallable reading) {
        return assertThatThrownBy(reading).isInstanceOf(InvalidDocumentException.class);
    }

    private static <T> T field(String json, Kind<T> kind) {
        return read(json, in -> in.required("f", kind));
    }

    private static <T> T read(String json, Function<JsonObject, T> shape) {
        return Json.read("thing", quoted(json).getBytes(StandardCharsets.UTF_8), shape);
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
