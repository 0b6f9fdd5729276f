package dev.hako.build.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.build.dockerfile.Instruction.Pair;
import dev.hako.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTest {
    private static Dockerfile parse(String text) {
        return Dockerfile.parse("Dockerfile", text.getBytes(UTF_8));
    }

    private static Instruction one(String line) {
        return parse("FROM scratch\n" + line + "\n")
                .stages()
                .getFirst()
                .steps()
                .getFirst()
                .instruction();
    }

    private static Command shell(String text) {
        return new Command.Shell(text, List.of());
    }

    @Test
    void readsDirectivesAtTheBeginning() {
        Dockerfile file =
                parse("# syntax = docker/dockerfile:1\n# EsCaPe=`\n\nFROM a\nRUN b `\n  c\\\n");
        assertThat(file.syntax()).contains("docker/dockerfile:1");
        assertThat(file.escape()).isEqualTo('`');
        assertThat(file.stages().getFirst().steps().getFirst().instruction())
                .isEqualTo(new Instruction.Run(shell("b   c\\"), List.of(), "default"));
    }

    @Test
    void takesDirectivesElsewhereForComments() {
        assertThat(parse("# about\n# escape=`\nFROM a\n").escape()).isEqualTo('\\');
        assertThat(parse("FROM a\n# escape=`\n").escape()).isEqualTo('\\');
        assertThat(parse("# unknown=x\n# escape=`\nFROM a\n").escape()).isEqualTo('\\');
    }

    @Test
    void joinsLinesAndPassesOverComments() {
        Dockerfile file =
                parse(
                        """
                        \ufeffFROM a
                          # a comment
                        RUN one \\
                          # not a part of it

                          two\\
                        three
                        run four # a part of it
                        """);
        assertThat(file.stages().getFirst().steps())
                .extracting(Step::line, Step::source)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(3, "RUN one   two" + "three"),
                        org.assertj.core.groups.Tuple.tuple(8, "RUN four # a part of it"));
    }

    @Test
    void readsWindowsLines() {
        assertThat(
                        parse("FROM a\r\nRUN b \\\r\n  c\r\n")
                                .stages()
                                .getFirst()
                                .steps()
                                .getFirst()
                                .source())
                .isEqualTo("RUN b   c");
    }

    @Test
    void readsDocuments() {
        Instruction run =
                one("RUN <<EOF cat - <<-'B C'\nfirst $x\n# kept\nEOF\n\tsecond \\\n\tB C");
        assertThat(((Instruction.Run) run).command())
                .isEqualTo(
                        new Command.Shell(
                                "<<EOF cat - <<-'B C'",
                                List.of(
                                        new HereDocument("EOF", true, false, "first $x\n# kept\n"),
                                        new HereDocument("B C", false, true, "second \\\n"))));
        Instruction.Copy copy =
                (Instruction.Copy) one("COPY <<a.txt b <<\"c\" /to/\nA\na.txt\nC\nc");
        assertThat(copy.transfer().sources()).containsExactly("b");
        assertThat(copy.transfer().target()).isEqualTo("/to/");
        assertThat(copy.transfer().documents())
                .extracting(HereDocument::name)
                .containsExactly("a.txt", "c");
    }

    @Test
    void readsBothFormsOfCommands() {
        assertThat(one("CMD [\"a\", \"b \\u00fc\\n\"]"))
                .isEqualTo(new Instruction.Cmd(new Command.Exec(List.of("a", "b ü\n"))));
        assertThat(one("CMD [\"a\", b]")).isEqualTo(new Instruction.Cmd(shell("[\"a\", b]")));
        assertThat(one("ENTRYPOINT []"))
                .isEqualTo(new Instruction.Entrypoint(new Command.Exec(List.of())));
        assertThat(one("RUN [\"a\"] && b"))
                .isEqualTo(new Instruction.Run(shell("[\"a\"] && b"), List.of(), "default"));
    }

    @Test
    void readsNamesAndValues() {
        assertThat(one("ENV a=1 b=\"2 3\" c=4\\ 5"))
                .isEqualTo(
                        new Instruction.Env(
                                List.of(
                                        new Pair("a", "1"),
                                        new Pair("b", "\"2 3\""),
                                        new Pair("c", "4\\ 5"))));
        assertThat(one("ENV a all  of it"))
                .isEqualTo(new Instruction.Env(List.of(new Pair("a", "all  of it"))));
        assertThat(one("LABEL \"x y\"=z"))
                .isEqualTo(new Instruction.Label(List.of(new Pair("\"x y\"", "z"))));
    }

    @Test
    void readsMountsOfRun() {
        Instruction.Run run =
                (Instruction.Run)
                        one(
                                "RUN --network=none --mount=target=/src --mount=type=cache,dst=/c,sharing=locked,ro,uid=5"
                                        + " --mount=type=tmpfs,target=/t,size=2m --mount=type=secret,id=key,env=KEY,required"
                                        + " --mount=type=secret,source=s,mode=0440 make");
        RunMount.Owner root = new RunMount.Owner(0, 0, Optional.empty());
        assertThat(run.network()).isEqualTo("none");
        assertThat(run.mounts())
                .containsExactly(
                        new RunMount.Bind(Optional.empty(), "/", "/src", false),
                        new RunMount.Cache(
                                "/c",
                                "/c",
                                Optional.empty(),
                                "/",
                                RunMount.Sharing.LOCKED,
                                true,
                                new RunMount.Owner(5, 0, Optional.empty())),
                        new RunMount.Tmpfs("/t", OptionalLong.of(2 << 20)),
                        new RunMount.Secret(
                                "key", Optional.empty(), Optional.of("KEY"), true, root),
                        new RunMount.Secret(
                                "s",
                                Optional.of("/run/secrets/s"),
                                Optional.empty(),
                                false,
                                new RunMount.Owner(0, 0, Optional.of(0440))));
    }

    @Test
    void readsTransfers() {
        assertThat(
                        one(
                                "COPY --from=b --chown=a:b --chmod=755 --link --parents=false --exclude=*.o --exclude=x [\"a b\", \"/c\"]"))
                .isEqualTo(
                        new Instruction.Copy(
                                Optional.of("b"),
                                new Transfer(
                                        List.of("a b"),
                                        List.of(),
                                        "/c",
                                        Optional.of("a:b"),
                                        Optional.of("755"),
                                        true,
                                        false,
                                        List.of("*.o", "x"))));
        assertThat(((Instruction.Add) one("ADD --checksum=sha256:1 https://a/b /c")).checksum())
                .contains("sha256:1");
    }

    @Test
    void readsHealthchecks() {
        Instruction.Healthcheck check =
                (Instruction.Healthcheck)
                        one("HEALTHCHECK --interval=1m30s --timeout=1.5s --retries=3 CMD curl x");
        assertThat(check.command()).contains(shell("curl x"));
        assertThat(check.timing().interval()).contains(Duration.ofSeconds(90));
        assertThat(check.timing().timeout()).contains(Duration.ofMillis(1500));
        assertThat(check.timing().retries()).contains(3);
        assertThat(((Instruction.Healthcheck) one("HEALTHCHECK NONE")).command()).isEmpty();
    }

    @Test
    void readsTheOthers() {
        assertThat(one("ARG a b=c"))
                .isEqualTo(
                        new Instruction.Arg(
                                List.of(
                                        new Instruction.Arg.Declaration("a", Optional.empty()),
                                        new Instruction.Arg.Declaration("b", Optional.of("c")))));
        assertThat(one("WORKDIR /a b")).isEqualTo(new Instruction.Workdir("/a b"));
        assertThat(one("USER a:b")).isEqualTo(new Instruction.User("a:b"));
        assertThat(one("VOLUME /a /b")).isEqualTo(new Instruction.Volume(List.of("/a", "/b")));
        assertThat(one("EXPOSE 80 53/udp"))
                .isEqualTo(new Instruction.Expose(List.of("80", "53/udp")));
        assertThat(one("SHELL [\"bash\", \"-c\"]"))
                .isEqualTo(new Instruction.Shell(List.of("bash", "-c")));
        assertThat(one("STOPSIGNAL 9")).isEqualTo(new Instruction.StopSignal("9"));
        assertThat(one("ONBUILD RUN x"))
                .isEqualTo(
                        new Instruction.OnBuild(
                                "RUN x", new Instruction.Run(shell("x"), List.of(), "default")));
        assertThat(one("MAINTAINER me")).isEqualTo(new Instruction.Maintainer("me"));
    }

    @Test
    void readsStages() {
        Dockerfile file =
                parse(
                        "ARG v=1\nFROM --platform=$BUILDPLATFORM a:$v AS Build\nRUN x\nFROM scratch\nCOPY --from=build x /\n");
        assertThat(file.globals()).hasSize(1);
        assertThat(file.stages()).extracting(Stage::base).containsExactly("a:$v", "scratch");
        assertThat(file.stages().getFirst().name()).contains("build");
        assertThat(file.stages().getFirst().platform()).contains("$BUILDPLATFORM");
        assertThat(file.stages()).extracting(stage -> stage.steps().size()).containsExactly(1, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "RUNN x | there is no such instruction; hint: look for a \\ that is missing in the line above",
                "COPY a | it needs at least one source and a target",
                "COPY --form=x a b | there is no flag \"--form\"",
                "COPY --from a b | the flag \"--from\" has no value",
                "COPY --from=a --from=b a b | the flag \"--from\" is given twice",
                "COPY --link=maybe a b | \"maybe\" of \"link\" is neither true nor false",
                "RUN | there is no command",
                "RUN --network=other x | \"--network\" is default, none or host, and not \"other\"",
                "RUN --security=insecure x | --security is not supported",
                "RUN --mount=type=ssh x | \"--mount=type=ssh\" is not supported",
                "RUN --mount=type=odd x | \"--mount\" has no type \"odd\"",
                "RUN --mount=type=cache x | \"--mount\" has no \"target\"",
                "RUN --mount=type=bind,id=x,target=/a x | \"--mount=type=bind\" has no \"id\"",
                "RUN --mount=type=tmpfs,target=/a,size=9t1 x | \"9t1\" is no size",
                "RUN --mount=type=cache,target=/a,mode=9 x | \"9\" of \"mode\" is no number",
                "RUN <<EOF | the document \"EOF\" has no end",
                "ADD --keep-git-dir=true a b | --keep-git-dir is not supported",
                "ENV a | \"a\" has no value",
                "ENV a=1 b | \"b\" is not of the form name=value",
                "ENV =1 | \"=1\" is not of the form name=value",
                "ARG | there is nothing behind it",
                "ARG =x | \"=x\" has no name",
                "SHELL bash | it is not of the form [\"a\", \"b\"]",
                "SHELL [] | it names no shell",
                "STOPSIGNAL a b | there is more than one word behind it",
                "ONBUILD ONBUILD RUN x | ONBUILD cannot be left to later builds",
                "ONBUILD FROM x | FROM cannot be left to later builds",
                "HEALTHCHECK x | what follows is neither CMD nor NONE",
                "HEALTHCHECK CMD | there is no command behind CMD",
                "HEALTHCHECK --retries=x CMD y | \"x\" of \"--retries\" is no number",
                "HEALTHCHECK --interval=5 CMD y | \"5\" of \"--interval\" is no time of a millisecond or more, such as 1m30s",
                "FROM a b | it is not of the form FROM image or FROM image AS name",
                "FROM a AS 1b | \"1b\" cannot be a stage's name",
            })
    void saysWhichLineAndInstructionIsWrong(String line, String message) {
        String keyword = line.split(" ")[0];
        assertThatThrownBy(() -> parse("FROM scratch\n# comment\n" + line + "\n"))
                .isInstanceOf(Failure.class)
                .hasMessage("cannot read \"Dockerfile\": line 3, " + keyword + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it has no stage; hint: begin with FROM and an image",
                "RUN x | line 1, RUN: it comes before the first FROM",
                "# escape=x | the escape character \"x\" is neither \\ nor `",
                "FROM a AS b%FROM c AS B | line 2, FROM: another stage is called \"b\", too",
                "# syntax=a%# syntax=b%FROM c | line 2: the directive \"syntax\" is given twice",
            })
    void saysWhatIsWrongWithAFile(String text, String message) {
        assertThatThrownBy(() -> parse(text.replace('%', '\n')))
                .hasMessage("cannot read \"Dockerfile\": " + message);
    }

    @Test
    void refusesWhatIsNoText() {
        assertThatThrownBy(() -> Dockerfile.parse("D", new byte[] {'F', (byte) 0xff}))
                .hasMessage("cannot read \"D\": it is not in UTF-8");
        assertThatThrownBy(() -> Dockerfile.parse("D", new byte[] {'F', 0}))
                .hasMessage("cannot read \"D\": it has a byte that is 0, and is no text");
        assertThatThrownBy(() -> Dockerfile.parse("D", new byte[3 << 20]))
                .hasMessage("cannot read \"D\": it has more than 2 MiB");
    }
}
