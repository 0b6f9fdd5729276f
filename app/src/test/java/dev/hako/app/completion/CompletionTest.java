package dev.hako.app.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.app.caller.Caller;
import dev.hako.app.caller.WorkingDirectory;
import dev.hako.app.command.CommandForms;
import dev.hako.engine.Engine;
import dev.hako.engine.EngineSettings;
import dev.hako.engine.Locations;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.volume.Volume;
import dev.hako.kernel.Fd;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
    @TempDir Path directory;
    private Engine engine;

    @BeforeEach
    void open() {
        Locations locations = new Locations(directory.resolve("root"), directory.resolve("run"));
        engine = Engine.open(EngineSettings.embedded(locations));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /// The words that are offered for the last word of a line.
    private List<String> words(String line) {
        return offer(line).words().stream().map(Offer.Word::text).toList();
    }

    private Offer offer(String line) {
        Caller caller =
                new Caller(
                        List.of(),
                        List.of("HOME=/root", "EDITOR=vi"),
                        new WorkingDirectory(Fd.CWD, "/"),
                        Caller.Terminal.NONE,
                        022,
                        InputStream.nullInputStream());
        return new Completion(CommandForms.LINES, new Lookup(engine, caller))
                .offer(Arrays.asList(line.split(" ", -1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "st | start stop stats",
                "--v | --version",
                "ps --no | --no-trunc",
                "ps --format t | table",
                "ps --filter status=ru | status=running",
                "run --network h | host",
                "run --network cont | container:",
                "run --net=h | --net=host",
                "run --isolation '' | namespace",
                "run -e ED | EDITOR",
                "run -eHO | -eHOME",
                "run --cap-add SYS_P | SYS_PTRACE SYS_PACCT",
                "run '' | host rootfs: oci:",
                "run host getco | getconf",
                "kill -s TE | TERM",
                "kill --signal SIGTE | SIGTERM",
                "completion f | fish",
                "help ki | kill",
                "volume in | inspect",
                "pod pru | prune",
                "pod ls --filter status=de | status=degraded",
                "container rest | restart",
                "system d | df",
                "nothing '' | ''",
                "version x | ''"
            })
    void offersWhatTheFormsKnow(String line, String offered) {
        assertThat(String.join(" ", words(line.replace("''", "")))).isEqualTo(offered);
    }

    @Test
    void leavesFilesToTheShell() {
        assertThat(offer("run --env-file ").lines()).isEqualTo(":files \n");
        assertThat(offer("run --env-file=x").lines()).isEqualTo(":files --env-file=\n");
        assertThat(offer("run rootfs:/sr").lines()).isEqualTo(":directories rootfs:\n");
        assertThat(offer("run -v ").lines()).isEqualTo(":directories \n");
        assertThat(offer("run host cat x").lines()).isEqualTo(":files \n");
    }

    @Test
    void namesTheContainersThatTheCommandCanActOn() {
        engine.create(ContainerConfig.of("host").name("web").command(List.of("true")).build());
        assertThat(offer("start ").lines()).isEqualTo("web\tcreated, host\n:words \n");
        assertThat(words("rm w")).containsExactly("web");
        assertThat(words("stop ")).isEmpty();
        assertThat(words("exec ")).isEmpty();
        assertThat(words("inspect -f json w")).containsExactly("web");
    }

    @Test
    void namesVolumesWhereverOneCanStand() {
        engine.volumes().create(new Volume.Request("data", Map.of(), Map.of(), Optional.empty()));
        assertThat(offer("volume rm d").lines()).isEqualTo("data\tvolume\n:words \n");
        assertThat(words("volume inspect ")).containsExactly("data");
        assertThat(words("inspect da")).containsExactly("data");
        assertThat(offer("run -v d").lines()).isEqualTo("data:\tvolume\n:directories \n");
        assertThat(words("run -vd")).containsExactly("-vdata:");
        assertThat(offer("run -v data:/x").lines()).isEqualTo(":words \n");
        assertThat(words("run --mount ty")).contains("type=bind,", "type=volume,");
        assertThat(words("run --mount type=volume,s")).containsExactly("type=volume,source=");
        assertThat(words("run --mount type=volume,source="))
                .containsExactly("type=volume,source=data,");
        assertThat(offer("run --mount type=bind,src=/x").lines())
                .isEqualTo(":directories type=bind,src=\n");
    }

    @Test
    void namesNetworksWhereverOneCanStand() {
        assertThat(words("network inspect n")).contains("none");
        assertThat(words("run --network ")).contains("host", "none", "container:");
        assertThat(words("run --network=ho")).containsExactly("--network=host");
        assertThat(words("inspect hos")).containsExactly("host");
        assertThat(words("network create ")).isEmpty();
    }

    @Test
    void offersAnIdOnlyWhereNoNameBeginsSo() {
        String id = engine.create(ContainerConfig.of("host").name("zz").build()).id();
        String begun = id.substring(0, 4);
        assertThat(words("rm ")).containsExactly("zz");
        assertThat(words("rm " + begun)).containsExactly(id.substring(0, 12));
        assertThat(words("inspect " + begun)).containsExactly(id.substring(0, 12));

        engine.create(ContainerConfig.of("host").name(begun + "-name").build());
        assertThat(words("rm " + begun)).containsExactly(begun + "-name");
        assertThat(words("inspect " + begun)).containsExactly(begun + "-name");
    }

    @Test
    void describesCommandsAndOptions() {
        assertThat(offer("kil").lines()).isEqualTo("kill\tSend a signal to containers\n:words \n");
        assertThat(offer("ps --qu").lines()).isEqualTo("--quiet\tShow ids only\n:words \n");
    }
}
