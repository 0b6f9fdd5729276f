package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Root builds, and what comes of it is what podman makes of the same.
@NeedsRoot
@NeedsProgram("busybox")
class BuildIT extends BuildContract {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /// Kind, mode, owner and place of all files, and what is in them; but not what engines mount.
    private static final String EVERYTHING =
            """
            FROM localhost/base:1 AS made
            WORKDIR /job/deep
            COPY src things/
            COPY src/one src/sub/two /many/
            COPY src/o* /globbed/
            COPY src/one /lib/renamed
            COPY --chown=1000:1000 src /owned
            COPY --chown=user:root src/one /owned/by-name
            COPY --chmod=4711 src/one /usr/bin/set-id
            ADD packed.tar.gz /unpacked
            ADD packed.tar.gz src/one /added/
            RUN ln /many/one /many/second && ln -s second /many/link && mkdir -m 2750 /many/dir \
                && chown -R 1000:1000 /many/dir && rm -r /globbed && rm /etc/group && mkfifo /many/p

            FROM localhost/base:1
            COPY --from=made /many /from/many
            COPY --from=made /owned/ /usr/bin/set-id /unpacked/link /from/
            RUN rm -rf /srv && mkdir /srv && echo new > /srv/new
            """;

    BuildIT() {
        super(Hako.ofThisUser());
    }

    private Path withArchive(String dockerfile) throws IOException {
        Path context = context(dockerfile);
        Programs.run(
                DEADLINE,
                "sh",
                "-c",
                "cd '%s' && mkdir t && echo in > t/in && chown 5:6 t/in && chmod 640 t/in && ln -s in"
                                .formatted(context)
                        + " t/link && tar -C t -czf packed.tar.gz . && rm -r t");
        return context;
    }

    @Test
    @NeedsProgram("podman")
    void makesTheFilesThatPodmanMakes() throws IOException {
        Path context = withArchive(EVERYTHING);
        hako().answer("tag", "base:1", "localhost/base:1");
        for (String target : List.of("made", "1")) {
            built(context, "--target", target, "-o", out("hako" + target));
            Path podmans = hako().place().resolve("podman" + target + ".tar");
            try (PodmanBuild podman =
                    PodmanBuild.begin(hako().place().resolve("base.tar"), "localhost/base:1")) {
                podman.build(context, List.of("--target=" + target), podmans);
            }
            assertThat(TreeListing.of(hako().place().resolve("hako" + target + ".tar")))
                    .isEqualTo(TreeListing.of(podmans));
        }
    }

    private String out(String name) {
        return "type=tar,dest=" + hako().place().resolve(name + ".tar");
    }

    @Test
    void filesHaveTheOwnersThatAreWanted() throws IOException {
        Path context =
                withArchive(
                        """
                        FROM base:1
                        USER user
                        WORKDIR /home/made
                        RUN id -u > who
                        COPY --chown=user src/one mine
                        COPY --parents src/./sub/two /parents/
                        ADD --chown=7:8 packed.tar.gz .
                        COPY --link --exclude=sub src /linked
                        """);
        built(context, "-t", "owners");
        String list =
                "stat -c '%u:%g %a' /home/made /home/made/who /home/made/mine /home/made/in"
                        + " && find /parents /linked -type f";
        assertThat(hako().answer("run", "--rm", "-u", "0", "owners", "sh", "-c", list))
                .isEqualTo(
                        "1000:1000 755\n1000:1000 644\n1000:1000 644\n7:8 640\n"
                                + "/parents/sub/two\n/linked/one");
    }

    @Test
    void laterBuildsDoWhatAnImageLeavesToThem() throws IOException {
        built(
                context("FROM base:1\nONBUILD RUN echo left > /left\nONBUILD ENV LEFT=x\n"),
                "-t",
                "lefts");
        built(context("FROM lefts\nRUN echo $LEFT >> /left\n"), "-t", "taken");
        assertThat(hako().answer("run", "--rm", "taken", "cat", "/left")).isEqualTo("left\nx");
        assertThat(hako().answer("inspect", "--format", "{{json .Config.OnBuild}}", "taken"))
                .isIn("null", "[]");
    }

    @Test
    void imagesSayHowTheirContainersRun() throws IOException {
        Path context =
                context(
                        """
                        FROM base:1
                        SHELL ["/bin/ash", "-ec"]
                        EXPOSE 80 53/udp
                        VOLUME /data
                        STOPSIGNAL SIGUSR1
                        HEALTHCHECK --interval=5s --retries=2 CMD true
                        USER user
                        CMD echo shell
                        """);
        built(context, "-t", "says");
        String config = hako().answer("inspect", "--format", "{{json .Config}}", "says");
        assertThat(config)
                .contains(
                        "\"53/udp\":{}",
                        "\"80/tcp\":{}",
                        "\"/data\":{}",
                        "\"StopSignal\":\"SIGUSR1\"")
                .contains("\"CMD-SHELL\",\"true\"", "\"User\":\"user\"")
                .contains("\"/bin/ash\",\"-ec\",\"echo shell\"");
        assertThat(hako().answer("run", "--rm", "says")).isEqualTo("shell");
    }

    @Test
    void otherContextsAreFilesAndBases() throws IOException {
        Path other = context("");
        Files.writeString(other.resolve("src/one"), "other\n");
        Path context =
                context(
                        "FROM from\nCOPY --from=more src/one /one\nRUN --mount=type=bind,from=more,target=/m cat /m/src/one\n");
        String shown =
                built(
                        context,
                        "--build-context",
                        "more=" + other,
                        "--build-context",
                        "from=docker-image://base:1",
                        "-t",
                        "contexts");
        assertThat(shown).contains(" other\n");
        assertThat(hako().answer("run", "--rm", "contexts", "cat", "/one")).isEqualTo("other");
    }

    @Test
    void independentStagesAreBuiltSideBySide() throws IOException {
        String wait =
                "RUN --mount=type=cache,id=met,target=/met touch /met/%s; "
                        + "for i in $(seq 200); do test -e /met/%s && exit 0; sleep 0.1; done; exit 1\n";
        Path context =
                context(
                        "FROM base:1 AS one\n"
                                + wait.formatted("one", "two")
                                + "FROM base:1 AS two\n"
                                + wait.formatted("two", "one")
                                + "FROM scratch\nCOPY --from=one /etc/passwd /a\nCOPY --from=two /etc/passwd /b\n");
        built(context);
    }
}
