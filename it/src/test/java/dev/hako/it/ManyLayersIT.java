package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// An image of 125 layers: the first has busybox, each other a file, and each tenth of these
/// deletes the file before.
@NeedsRoot
@NeedsProgram({"bash", "tar", "sha256sum", "busybox"})
class ManyLayersIT {
    private static final int UID = 64_041;
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String SCRIPT =
            """
            set -e
            cd "$1"
            mkdir -p layout/blobs/sha256
            ids= blobs=
            blob() { # MEDIA_TYPE FILE: moves a file there, and says what it is
                hex=$(sha256sum "$2" | cut -d' ' -f1)
                printf '{"mediaType":"%s","digest":"sha256:%s","size":%s}' \
                    "$1" "$hex" "$(stat -c %s "$2")"
                mv "$2" "layout/blobs/sha256/$hex"
            }
            layer() {
                blobs="$blobs${blobs:+,}$(blob application/vnd.oci.image.layer.v1.tar new.tar)"
                ids="$ids${ids:+,}\\"sha256:$(sha256sum < copy.tar | cut -d' ' -f1)\\""
            }
            tar -C lower -cf new.tar .; cp new.tar copy.tar; layer
            for i in {1..124}; do
                mkdir -p "made/layers"; echo "$i" > "made/layers/$i"
                [ $((i % 10)) != 0 ] || : > "made/layers/.wh.$((i - 1))"
                tar -C made -cf new.tar layers; cp new.tar copy.tar; layer; rm -r made
            done
            printf '{"architecture":"%s","os":"linux","config":{"Env":["PATH=/bin"]},
                "rootfs":{"type":"layers","diff_ids":[%s]}}' "$3" "$ids" > config
            config=$(blob application/vnd.oci.image.config.v1+json config)
            printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                "config":%s,"layers":[%s]}' "$config" "$blobs" > manifest
            manifest=$(blob application/vnd.oci.image.manifest.v1+json manifest)
            printf '{"schemaVersion":2,"manifests":[%s,"annotations":{
                "org.opencontainers.image.ref.name":"v1"}}]}' "${manifest%\\}}" > layout/index.json
            echo '{"imageLayoutVersion":"1.0.0"}' > layout/oci-layout
            rm -r lower copy.tar
            chown -R "$2:$2" layout
            """;

    private static void makeImage(Path folder, int owner) throws IOException {
        BusyboxTree.make(folder.resolve("lower"), 0);
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        Programs.run(
                DEADLINE, "bash", "-c", SCRIPT, "bash", folder.toString(), "" + owner, machine);
    }

    private static void seesThroughAllLayers(Hako hako) {
        String look = "ls /layers | wc -l; cat /layers/124 /layers/1";
        assertThat(hako.answer("run", "--rm", "oci:layout:v1", "sh", "-c", look))
                .isEqualTo("112\n124\n1");
        String copied = "ls /layers | wc -l; test ! -e /layers/9";
        assertThat(
                        hako.answer(
                                "run",
                                "--rm",
                                "-v",
                                "kept:/layers",
                                "oci:layout:v1",
                                "sh",
                                "-c",
                                copied))
                .isEqualTo("112");
        hako.answer(
                "run", "--name", "ended", "oci:layout:v1", "sh", "-c", "rm /layers/1; : > /new");
        assertThat(hako.answer("diff", "ended").lines())
                .contains("A /new", "D /layers/1")
                .hasSize(3);
        hako.answer("cp", "ended:/layers", "copied");
        assertThat(hako.place().resolve("copied").toFile().list()).hasSize(111);
        hako.answer("rm", "ended");
    }

    @Test
    void runsOnAKernelOfItsOwn() throws IOException {
        try (Hako hako = Hako.ofThisUser()) {
            GuestKernels.bring(hako);
            makeImage(hako.place(), 0);
            String look = "ls /layers | wc -l; cat /layers/124 /layers/1; ls /bin/sh";
            assertThat(
                            hako.answer(
                                    "run",
                                    "--rm",
                                    "--isolation",
                                    "unikernel",
                                    "-v",
                                    "kept:/kept",
                                    "oci:layout:v1",
                                    "sh",
                                    "-c",
                                    look + "; : > /kept/file; ls /kept"))
                    .isEqualTo("112\n124\n1\n/bin/sh\nfile");
        }
    }

    @Test
    void runsForRoot() throws IOException {
        try (Hako hako = Hako.ofThisUser()) {
            makeImage(hako.place(), 0);
            seesThroughAllLayers(hako);
        }
    }

    @Test
    @NeedsProgram("setpriv")
    void runsForAnOrdinaryUser() throws IOException {
        try (Hako hako = Hako.ofUser(UID)) {
            makeImage(hako.place(), UID);
            seesThroughAllLayers(hako);
        }
    }
}
