package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What real shells make of the scripts that `hako completion` prints.
@NeedsRoot
class CompletionIT {
    private static final Hako HAKO = Hako.ofThisUser();

    /// Shows what bash would put on the line: the words as bash itself parts them come as
    /// arguments.
    private static final String BASH =
            """
            source <(hako completion bash)
            COMP_LINE=$1 COMP_POINT=${#1}
            shift
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            _hako
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    /// Types a line and Tab in an interactive shell on a terminal, and asks for the line's text.
    private static final String ZSH =
            """
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell 'PROMPT=; autoload -U compinit; compinit -u -D; source <(hako completion zsh)'
            zpty -w shell 'show() { print -r -- "LINE<$BUFFER>" }; zle -N show; bindkey "^X" show'
            zpty -w shell 'print READY$((1+1))'
            zpty -r -m shell answer '*READY2*'
            zpty -n -w shell "$1"$'\\t\\x18'
            zpty -r -m shell answer '*LINE<*>*'
            answer=${answer##*LINE<}
            print -r -- ${answer%%>*}
            """;

    @BeforeAll
    static void makeContainers() {
        HAKO.answer("create", "--name", "resting", "host", "true");
        HAKO.answer("run", "-d", "--name", "busy", "host", "sleep", "600");
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static List<String> answer(String shell, String script, String... arguments) {
        Result result = HAKO.script(shell, script, arguments);
        assertThat(result.error()).isEmpty();
        return result.output().lines().toList();
    }

    private static List<String> bash(String line, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = line;
        System.arraycopy(words, 0, all, 1, words.length);
        return answer("bash", BASH, all);
    }

    private static List<String> bash(String line) {
        return bash(line, line.split(" ", -1));
    }

    private static List<String> fish(String line) {
        List<String> lines =
                answer("fish", "hako completion fish | source; complete -C $argv[1]", line);
        return lines.stream().map(each -> each.split("\t", -1)[0]).toList();
    }

    private static String zsh(String line) {
        return answer("zsh", ZSH, line).getLast();
    }

    @Test
    void bashCompletesCommandsOptionsAndValues() {
        assertThat(bash("hako sta")).containsExactly("start", "stats");
        assertThat(bash("hako run --netw")).containsExactly("--network", "--network-alias");
        assertThat(bash("hako run --network ")).contains("host", "none", "container:");
        assertThat(bash("hako run --network=h", "hako", "run", "--network", "=", "h"))
                .containsExactly("host");
        assertThat(
                        bash(
                                "hako run --network=container:b",
                                "hako",
                                "run",
                                "--network",
                                "=",
                                "container",
                                ":",
                                "b"))
                .containsExactly("busy");
        assertThat(bash("hako kill -s HU")).containsExactly("HUP");
    }

    @Test
    void bashCompletesTheContainersThatACommandCanActOn() {
        assertThat(bash("hako stop ")).containsExactly("busy");
        assertThat(bash("hako exec bu")).containsExactly("busy");
        assertThat(bash("hako start ")).containsExactly("resting");
        assertThat(bash("hako rm ")).containsExactlyInAnyOrder("busy", "resting");
    }

    @Test
    void bashCompletesImagesAndFiles() throws IOException {
        Files.createDirectory(HAKO.place().resolve("tree"));
        Files.createFile(HAKO.place().resolve("tree.env"));
        assertThat(bash("hako run ro")).containsExactly("rootfs:");
        assertThat(bash("hako run rootfs:tr", "hako", "run", "rootfs", ":", "tr"))
                .containsExactly("tree");
        assertThat(bash("hako run --env-file tree")).containsExactly("tree", "tree.env");
        assertThat(bash("hako run --env-file=tree.", "hako", "run", "--env-file", "=", "tree."))
                .containsExactly("tree.env");
    }

    @Test
    @NeedsProgram("fish")
    void fishCompletesTheSame() {
        assertThat(fish("hako sta")).containsExactly("start", "stats");
        assertThat(fish("hako run --network=h")).containsExactly("--network=host");
        assertThat(fish("hako run --pid container:")).containsExactly("container:busy");
        assertThat(fish("hako stop ")).containsExactly("busy");
        assertThat(fish("hako run rootfs:/us")).containsExactly("rootfs:/usr/");
        assertThat(fish("hako run --env-file=/etc/pass")).contains("--env-file=/etc/passwd");
    }

    @Test
    @NeedsProgram("zsh")
    void zshCompletesTheSame() {
        assertThat(zsh("hako vers")).isEqualTo("hako version ");
        assertThat(zsh("hako run --network=h")).isEqualTo("hako run --network=host ");
        assertThat(zsh("hako stop ")).isEqualTo("hako stop busy ");
        assertThat(zsh("hako run ro")).isEqualTo("hako run rootfs:");
        assertThat(zsh("hako run rootfs:/us")).isEqualTo("hako run rootfs:/usr/");
    }

    @Test
    void refusesAShellThatItDoesNotKnow() {
        Result result = HAKO.run("completion", "csh");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.error()).contains("bash, zsh and fish");
    }

    @Test
    void aBrokenLineIsNoError() {
        for (String line : Arrays.asList("hako ", "hako nothing ", "hako run --nothing x ")) {
            assertThat(HAKO.script("bash", BASH, line, "hako", "").error()).isEmpty();
        }
    }
}
