package dev.hako.build.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.build.dockerfile.Instruction.Pair;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private static final BuildValues NONE =
            new BuildValues(Map.of(), Map.of("TARGETARCH", "arm64"));

    /// The scope after the last stage's steps.
    private static Scope after(String text, BuildValues given, Map<String, String> base) {
        Dockerfile file = Dockerfile.parse("Dockerfile", text.getBytes(UTF_8));
        Scope scope = Scope.global(file, given).stage(base);
        file.stages().getLast().steps().forEach(scope::apply);
        return scope;
    }

    private static Instruction last(String text) {
        Dockerfile file = Dockerfile.parse("Dockerfile", text.getBytes(UTF_8));
        Scope scope = Scope.global(file, NONE).stage(Map.of());
        return file.stages().getLast().steps().stream()
                .map(scope::apply)
                .toList()
                .getLast()
                .instruction();
    }

    @Test
    void aStageSeesArgumentsOfTheFileThatItDeclares() {
        Scope scope = after("ARG v=1\nARG w=$v.2\nFROM a\nARG w\n", NONE, Map.of());
        assertThat(scope.ofRun()).isEqualTo(Map.of("w", "1.2"));
        assertThat(scope.word("$v-$w")).isEqualTo("-1.2");
    }

    @Test
    void whatIsGivenComesBeforeWhatTheFileSays() {
        BuildValues given = new BuildValues(Map.of("v", "given"), Map.of());
        assertThat(after("ARG v=1\nFROM a\nARG v\n", given, Map.of()).word("$v"))
                .isEqualTo("given");
        assertThat(after("FROM a\nARG v=1\n", given, Map.of()).word("$v")).isEqualTo("given");
        assertThat(after("FROM a\n", given, Map.of()).word("$v")).isEmpty();
    }

    @Test
    void anEnvironmentComesBeforeArguments() {
        BuildValues given = new BuildValues(Map.of("v", "given"), Map.of());
        Scope scope = after("FROM a\nENV v=env\nARG v=1\nARG b=2\n", given, Map.of("b", "base"));
        assertThat(scope.ofRun()).isEqualTo(Map.of("v", "env", "b", "base"));
        assertThat(scope.environment()).isEqualTo(Map.of("v", "env", "b", "base"));
    }

    @Test
    void variablesOfOneEnvironmentAreOfTheTimeBefore() {
        Scope scope = after("FROM a\nENV a=hello\nENV a=bye b=$a\nENV c=$a\n", NONE, Map.of());
        assertThat(scope.environment()).isEqualTo(Map.of("a", "bye", "b", "hello", "c", "bye"));
    }

    @Test
    void argumentsOfOneLineSeeThoseBefore() {
        assertThat(after("FROM a\nARG a=1 b=$a$a\n", NONE, Map.of()).word("$b")).isEqualTo("11");
    }

    @Test
    void everyBuildHasValuesForWhoDeclaresThem() {
        assertThat(after("FROM a\nARG TARGETARCH\n", NONE, Map.of()).word("$TARGETARCH"))
                .isEqualTo("arm64");
        assertThat(after("FROM a\n", NONE, Map.of()).word("$TARGETARCH")).isEmpty();
    }

    @Test
    void programsSeeProxiesWithoutADeclaration() {
        BuildValues given = new BuildValues(Map.of("http_proxy", "p", "other", "o"), Map.of());
        Scope scope = after("FROM a\n", given, Map.of());
        assertThat(scope.ofRun()).isEqualTo(Map.of("http_proxy", "p"));
        assertThat(scope.environment()).isEmpty();
    }

    @Test
    void putsVariablesIntoInstructionsThatTakeThem() {
        assertThat(last("FROM a\nARG x=\"1 2\"\nEXPOSE $x 3\n"))
                .isEqualTo(new Instruction.Expose(List.of("1", "2", "3")));
        assertThat(last("FROM a\nARG x=k\nLABEL $x=\"$x v\"\n"))
                .isEqualTo(new Instruction.Label(List.of(new Pair("k", "k v"))));
        Instruction.Copy copy =
                (Instruction.Copy)
                        last(
                                "FROM a\nARG x=1\nCOPY --chown=$x:$x <<E <<'F' $x/ /to$x/\n$x'\nE\n$x\nF\n");
        assertThat(copy.transfer().owner()).contains("1:1");
        assertThat(copy.transfer().sources()).containsExactly("1/");
        assertThat(copy.transfer().target()).isEqualTo("/to1/");
        assertThat(copy.transfer().documents())
                .extracting(HereDocument::content)
                .containsExactly("1'\n", "$x\n");
    }

    @Test
    void leavesCommandsToTheirShell() {
        assertThat(last("FROM a\nARG x=1\nRUN --mount=type=tmpfs,target=/$x echo $x\n"))
                .isEqualTo(
                        new Instruction.Run(
                                new Command.Shell("echo $x", List.of()),
                                List.of(new RunMount.Tmpfs("/1", java.util.OptionalLong.empty())),
                                "default"));
        assertThat(last("FROM a\nARG x=1\nCMD echo $x\n"))
                .isEqualTo(new Instruction.Cmd(new Command.Shell("echo $x", List.of())));
    }

    @Test
    void saysWhereAVariableIsMissing() {
        assertThatThrownBy(() -> after("FROM a\n\nWORKDIR ${x:?say where}\n", NONE, Map.of()))
                .hasMessage("line 3, WORKDIR: the variable \"x\" is not set: say where");
        assertThatThrownBy(() -> after("FROM a\nENV $x=1\n", NONE, Map.of()))
                .hasMessage("line 2, ENV: \"$x\" is an empty name");
    }

    @Test
    void refusesVariablesThatDoubleWithoutEnd() {
        String text = "FROM a\nENV a=xxxxxxxxxxxxxxxx\n" + "ENV a=$a$a\n".repeat(40);
        assertThatThrownBy(() -> after(text, NONE, Map.of()))
                .hasMessageContaining("longer than 128 KiB");
    }
}
