package dev.hako.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.app.command.CommandSession.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Commands on containers that are never started, so that nothing but files is needed.
class CommandsTest {
    @TempDir Path directory;
    private CommandSession session;

    @BeforeEach
    void open() {
        session = new CommandSession(directory);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private String create(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "create";
        System.arraycopy(words, 0, all, 1, words.length);
        Answer answer = session.ask(all);
        assertThat(answer.error()).isEmpty();
        return answer.output().strip();
    }

    @Test
    void createPrintsTheWholeId() {
        assertThat(create("host", "true")).matches("[0-9a-f]{64}");
    }

    @Test
    void createWritesTheIdToANewFile() throws IOException {
        String id = create("--cidfile", "id", "host", "true");
        assertThat(directory.resolve("id")).hasContent(id);
        assertThat(session.ask("create", "--cidfile", "id", "host", "true"))
                .isEqualTo(new Answer("", "hako: cannot create \"id\": EEXIST (file exists)\n", 1));
        assertThat(session.ask("ps", "-aq").output().lines()).hasSize(1);
    }

    @Test
    void psShowsWhatIsAskedFor() {
        create("--name", "one", "-l", "a=b", "host", "sh", "-c", "echo a very long line");
        String id = create("--name", "two", "host", "true");
        assertThat(session.ask("ps").output().lines()).hasSize(1);
        assertThat(session.ask("ps", "-a").output())
                .containsPattern(
                        "(?m)^CONTAINER ID   IMAGE     COMMAND +CREATED +STATUS +PORTS +NAMES$")
                .containsPattern(
                        "(?m)^[0-9a-f]{12}   host      \"sh -c 'echo a very …\" .* ago +Created +one$");
        assertThat(session.ask("ps", "-aq", "--no-trunc", "-n", "1").output()).isEqualTo(id + "\n");
        assertThat(session.ask("ps", "-l", "--format", "{{.Names}}").output()).isEqualTo("two\n");
        assertThat(session.ask("ps", "-a", "--format", "{{.Names}}={{.Label \"a\"}}").output())
                .isEqualTo("two=\none=b\n");
    }

    @ParameterizedTest
    @CsvSource({
        "name=on,one",
        "name=^t.o$,two",
        "name=^/one,one",
        "before=two,one",
        "since=one,two",
        "label=a,one",
        "label=a=b,one",
        "label=a=c,''",
        "status=created,two one",
        "status=running,''",
        "ancestor=host,two one",
        "isolation=namespace,two one",
        "exited=0,''"
    })
    void psFilters(String filter, String names) {
        create("--name", "one", "-l", "a=b", "host", "true");
        create("--name", "two", "host", "true");
        assertThat(
                        session.ask("ps", "-a", "--format", "{{.Names}}", "-f", filter)
                                .output()
                                .strip()
                                .replace('\n', ' '))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size=1 | hako: unknown filter \"size\"; hint: there are ancestor, before, exited, health, id, isolation, label, name, network, pod, since, status, volume",
                "status=lost | hako: unknown status \"lost\"",
                "exited=x | hako: \"x\" is no exit code",
                "name=( | hako: \"(\" is no regular expression: Unclosed group"
            })
    void psRefusesAFilterItDoesNotKnow(String filter, String message) {
        Answer answer = session.ask("ps", "-f", filter);
        assertThat(answer.error()).startsWith(message + "\n");
        assertThat(answer.exit()).isEqualTo(1);
    }

    @Test
    void nothingForeignReachesATerminal() {
        create("--name", "evil", "-l", "a=\u001b[2J", "host", "\u001b]0;owned\u0007");
        assertThat(session.askOnTerminal("ps", "-a").output())
                .doesNotContain("\u001b")
                .contains("\\x1b]0;");
        assertThat(session.askOnTerminal("ps", "-a", "--format", "{{.Labels}}").output())
                .isEqualTo("a=\\x1b[2J\n");
        assertThat(session.askOnTerminal("inspect", "evil").output()).doesNotContain("\u001b");
        assertThat(session.askOnTerminal("rm", "\u001b[2J").error()).doesNotContain("\u001b");
        assertThat(session.askOnTerminal("ps", "--format", "{{\u001b}}").error())
                .isEqualTo("hako: invalid template: column 3: unexpected \"\\x1b\"\n");
    }

    @Test
    void inspectHasDockersShape() {
        String id =
                create(
                        "--name", "one", "-e", "A=b", "-v", "/:/r:ro", "-m", "64m", "host", "ls",
                        "-l");
        assertThat(session.ask("inspect", "one").output())
                .startsWith("[\n    {\n        \"Id\": \"" + id + "\",\n")
                .contains(
                        "\"Path\": \"ls\"",
                        "\"Status\": \"created\"",
                        "\"Name\": \"/one\"",
                        "\"Memory\": 67108864");
        assertThat(
                        ask(
                                "{{.Name}} {{.State.ExitCode}} {{index .Config.Env 0}} {{.HostConfig.Binds}}"))
                .isEqualTo("/one 0 A=b [/:/r:ro]\n");
        assertThat(ask("{{range .Mounts}}{{.Source}}:{{.Destination}}:{{.RW}}{{end}}"))
                .isEqualTo("/:/r:false\n");
        assertThat(ask("{{json .State.Running}}")).isEqualTo("false\n");
    }

    private String ask(String format) {
        return session.ask("inspect", "-f", format, "one").output();
    }

    @Test
    void inspectShowsWhatThereIsAndNamesWhatThereIsNot() {
        create("--name", "one", "host", "true");
        assertThat(session.ask("inspect", "-f", "{{.Name}}", "one", "two"))
                .satisfies(answer -> {
                    assertThat(answer.output()).isEqualTo("/one\n");
                    assertThat(answer.error()).startsWith("hako: no such container \"two\"");
                    assertThat(answer.exit()).isEqualTo(1);
                });
        assertThat(session.ask("inspect", "two").output()).isEqualTo("[]\n");
    }

    @Test
    void rmPrintsNamesAsGivenAndGoesOnAfterAFailure() {
        String id = create("--name", "one", "host", "true");
        create("--name", "two", "host", "true");
        Answer answer = session.ask("rm", id.substring(0, 6), "none", "two");
        assertThat(answer.output()).isEqualTo(id.substring(0, 6) + "\ntwo\n");
        assertThat(answer.error()).startsWith("hako: no such container \"none\"");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(session.ask("ps", "-aq").output()).isEmpty();
    }

    @Test
    void rmByForceMissesNone() {
        Answer answer = session.ask("rm", "-f", "none");
        assertThat(answer.error()).startsWith("hako: no such container \"none\"");
        assertThat(answer.exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run | hako: \"hako run\" takes at least 1 argument | 1",
                "run -d -a stdout host | hako: --attach and --detach cannot be given together | 125",
                "run -it host sh | hako: cannot attach your standard input to a terminal: it is none; hint: leave out -t | 125",
                "create --name x host | hako: invalid container name \"x\"; hint: use 2 to 128 of a-z A-Z 0-9 _ . - and begin with a letter or digit | 1",
                "start | hako: \"hako start\" takes at least 1 argument | 1",
                "start -a one two | hako: only one container at a time can be attached | 125",
                "logs none | hako: no such container \"none\"; hint: `hako ps -a` lists them | 1",
                "logs --since never one | hako: invalid argument \"never\" for --since: not a duration, such as 1h30m or 10s | 1",
                "kill -s NOPE one | hako: invalid signal \"NOPE\": no such signal; hint: see signal(7) | 1",
                "exec one | hako: \"hako exec\" takes at least 2 arguments | 1",
                "--frob | hako: unknown option \"--frob\" | 125",
                "frobnicate | hako: unknown command \"frobnicate\" | 1",
                "volume frobnicate | hako: unknown command \"frobnicate\" | 1",
                "pod frobnicate | hako: unknown command \"frobnicate\" | 125",
                "pod --frob | hako: unknown option \"--frob\" | 125",
                "pod | Usage:  hako pod COMMAND [OPTIONS] [ARG...] | 125",
                "pod rm -t 1 shop | hako: cannot remove pods: --time is for --force | 125",
                "help frobnicate | hako: unknown command \"frobnicate\" | 125"
            })
    void saysWhatIsWrongInOneLine(String line, String message, int exit) {
        session.ask("create", "--name", "one", "host", "true");
        Answer answer = session.ask(line.split(" "));
        assertThat(answer.error().lines().findFirst()).contains(message);
        assertThat(answer.output()).isEmpty();
        assertThat(answer.exit()).isEqualTo(exit);
    }

    @Test
    void aLineThatCannotBeReadMakesNoContainer() {
        Answer answer = session.ask("run", "--detach-keys", "nonsense", "host", "true");
        assertThat(answer.exit()).isEqualTo(125);
        assertThat(session.ask("ps", "-aq").output()).isEmpty();
    }

    @Test
    void infoAndVersionAreForProgramsToo() {
        assertThat(session.ask("version", "--format", "{{.Server.Version}}").output())
                .isEqualTo("0.1.0\n");
        assertThat(
                        session.ask("info", "--format", "{{.enginePid}} {{.root}} {{.containers}}")
                                .output())
                .isEqualTo(
                        ProcessHandle.current().pid() + " " + directory.resolve("root") + " 0\n");
        assertThat(session.ask("info", "--format", "json").output())
                .startsWith("{\"enginePid\":")
                .contains("\"isolations\":[{\"name\":\"namespace\"");
        assertThat(session.ask("info").output())
                .startsWith("Engine:\n Version: 0.1.0\n")
                .contains("\nIsolations:\n namespace: ");
    }

    @Test
    void doctorColoursItsMarksOnTerminalsOnly() {
        assertThat(session.ask("doctor").output())
                .contains("[ok]   Java ")
                .doesNotContain("\u001b");
        assertThat(session.askOnTerminal("doctor").output())
                .contains("\u001b[32m[ok]  \u001b[0m Java ");
    }

    @Test
    void helpGoesToStandardOutput() {
        assertThat(session.ask()).isEqualTo(session.ask("help"));
        assertThat(session.ask("--help")).isEqualTo(session.ask("help"));
        assertThat(session.ask("run", "--help")).isEqualTo(session.ask("help", "run"));
        assertThat(session.ask("run", "--help").exit()).isZero();
    }
}
