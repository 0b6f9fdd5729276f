package dev.hako.app.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.app.document.Document;
import dev.hako.failure.Failure;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Go's text/template, and Docker's functions, print for the same templates.
class TemplateTest {
    private static final Document TREE =
            Document.with("Name", "web")
                    .and("Count", 3)
                    .and("Ratio", 1.5)
                    .and("On", true)
                    .and("Off", false)
                    .and("Nothing", null)
                    .and("Empty", "")
                    .and("State", Document.with("ExitCode", 0).and("Status", "exited").build())
                    .and("Args", List.of("a", "b c"))
                    .and("Labels", Map.of("com.x", "1", "b", "2"))
                    .and(
                            "Mounts",
                            List.of(
                                    Document.with("Source", "/a").and("RW", true).build(),
                                    Document.with("Source", "/b").and("RW", false).build()))
                    .and("Label", (Document.Method) arguments -> "label " + arguments.getFirst())
                    .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "plain ~ plain",
                "{{.Name}} ~ web",
                "{{ .Name }}:{{.State.ExitCode}} ~ web:0",
                "{{.Args}} ~ [a b c]",
                "{{.Labels}} ~ map[b:2 com.x:1]",
                "{{.Nothing}} ~ <no value>",
                "{{.Labels.b}} ~ 2",
                "{{.Labels.none}} ~ <no value>",
                "{{index .Labels \"com.x\"}} ~ 1",
                "[{{index .Labels \"none\"}}] ~ []",
                "{{index .Args 1}} ~ b c",
                "{{(index .Mounts 1).Source}} ~ /b",
                "{{.Label \"k\"}} ~ label k",
                "{{json .State}} ~ {\"ExitCode\":0,\"Status\":\"exited\"}",
                "{{json .Nothing}} ~ null",
                "{{.Name | json}} ~ \"web\"",
                "{{.Name | upper | printf \"<%s>\"}} ~ <WEB>",
                "{{join .Args \"+\"}} ~ a+b c",
                "{{split \"a:b\" \":\"}} ~ [a b]",
                "{{title \"two words\"}} ~ Two Words",
                "[{{pad .Name 1 2}}] ~ [ web  ]",
                "{{truncate .Name 2}} ~ we",
                "{{len .Args}} ~ 2",
                "{{printf \"%-6s|%4d|%05d|%x|%.2f|%t|%q|%%\" .Name .Count .Count .Count .Ratio .On .Name}}"
                        + " ~ ^web   |   3|00003|3|1.50|true|\"web\"|%^",
                "{{print .Name .Count}} ~ web3",
                "{{if .On}}yes{{else}}no{{end}} ~ yes",
                "{{if .Off}}yes{{else}}no{{end}} ~ no",
                "{{if .Empty}}yes{{else if .On}}else{{else}}no{{end}} ~ else",
                "{{if eq .State.ExitCode 0}}ok{{end}} ~ ok",
                "{{if and .On (gt .Count 2) (ne .Name \"x\")}}both{{end}} ~ both",
                "{{if or .Off .Empty}}a{{else}}b{{end}} ~ b",
                "{{not .On}} ~ false",
                "{{if eq .Name \"a\" \"web\"}}one of{{end}} ~ one of",
                "{{lt .Ratio 2}} ~ true",
                "{{range .Mounts}}{{.Source}};{{end}} ~ /a;/b;",
                "{{range .Args}}x{{else}}none{{end}} ~ xx",
                "{{range .Nothing}}x{{else}}none{{end}} ~ none",
                "{{range $i, $a := .Args}}{{$i}}={{$a}};{{end}} ~ 0=a;1=b c;",
                "{{range $k, $v := .Labels}}{{$k}}={{$v}} {{end}}. ~ b=2 com.x=1 .",
                "{{range .Mounts}}{{if .RW}}{{.Source}} of {{$.Name}}{{end}}{{end}} ~ /a of web",
                "{{with .State}}{{.Status}}{{else}}none{{end}} ~ exited",
                "{{with .Empty}}x{{else}}none{{end}} ~ none",
                "{{$x := .Count}}{{$x}}{{$x = 4}}{{$x}} ~ 34",
                "{{if $x := .Count}}{{$x}}{{end}} ~ 3",
                "a {{- .Name -}} b ~ awebb",
                "a{{/* a comment */}}b ~ ab",
                "{{true}} {{1.5}} {{'a'}} {{`raw`}} ~ true 1.5 97 raw",
                "{{\"a\\tb\"}} ~ a\tb",
                "{{lower \"É\"}} ~ é"
            })
    void printsWhatGoPrints(String template, String expected) {
        assertThat(Template.parse(template).fill(TREE)).isEqualTo(expected);
    }

    @Test
    void printsLines() {
        assertThat(Template.parse("{{range .Args}}{{println .}}{{end}}").fill(TREE))
                .isEqualTo("a\nb c\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{.Name | column 1: \"{{\" without \"}}\"",
                "a{{} | column 4: unexpected \"}\"",
                "{{}} | column 3: a value is missing before \"}}\"",
                "{{.Nam}} | column 3: no field \"Nam\"",
                "{{.State.Code}} | column 3: no field \"Code\"",
                "{{.Name.x}} | column 3: a string has no field \"x\"",
                "{{frob .}} | column 3: no such function \"frob\"",
                "{{if .On}}x | column 3: \"if\" without end",
                "{{end}} | column 3: \"end\" without if, range or with",
                "{{$x}} | column 3: no such variable \"$x\"",
                "{{if .On}}{{$y := 1}}{{end}}{{$y}} | column 31: no such variable \"$y\"",
                "{{range .Name}}{{end}} | column 9: cannot range over a string",
                "{{index .Args 9}} | column 3: index 9 of a list of 2",
                "{{template \"x\"}} | column 3: \"template\" is not supported",
                "{{\"a}} | column 3: the string is not closed",
                "{{1 2}} | column 3: a constant takes no arguments",
                "{{.Name 1}} | column 3: arguments for what is no function",
                "{{(.Name}} | column 3: \"(\" without \")\"",
                "{{/* x}} | column 1: the comment is not closed",
                "{{printf \"%d\" .Name}} | column 3: printf cannot print a string as %d",
                "{{printf \"%s\"}} | column 3: printf has fewer values than verbs",
                "{{upper 1}} | column 3: upper needs a string, not a number",
                "{{lt .Name 1}} | column 3: cannot compare a string with a number",
                "{{0xzz}} | column 3: not a number: \"0xzz\""
            })
    void namesTheColumnOfAMistake(String template, String message) {
        assertThatThrownBy(() -> Template.parse(template).fill(TREE))
                .isInstanceOf(Failure.class)
                .satisfies(e ->
                        assertThat(((Failure) e).text()).isEqualTo("invalid template: " + message));
    }

    @Test
    void namesTheFieldsThereAre() {
        assertThatThrownBy(() -> Template.parse("{{.State.Code}}").fill(TREE))
                .hasMessageEndingWith("hint: there are ExitCode, Status");
    }

    @Test
    void boundsNesting() {
        String deep = "{{if .On}}".repeat(100) + "{{end}}".repeat(100);
        assertThatThrownBy(() -> Template.parse(deep))
                .hasMessageContaining("nested more than 64 deep");
        String parens = "{{" + "(".repeat(5000) + ".Name" + ")".repeat(5000) + "}}";
        assertThatThrownBy(() -> Template.parse(parens))
                .hasMessageContaining("nested more than 64 deep");
    }

    @Test
    void boundsWorkAndOutput() {
        List<String> many = Collections.nCopies(2000, "x");
        Template squared = Template.parse("{{range $a := .}}{{range $}}x{{end}}{{end}}");
        assertThatThrownBy(() -> squared.fill(many))
                .hasMessageContaining("more than 1000000 steps");
    }

    @Test
    void showsValuesAsAsked() {
        assertThat(Template.parse("<{{.Name}}>").fill(TREE, text -> "[" + text + "]"))
                .isEqualTo("<[web]>");
    }
}
