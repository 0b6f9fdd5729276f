package dev.hako.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.json.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String HEX =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String DIGEST = "sha256:" + HEX;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ubuntu                    | docker.io/library/ubuntu:latest        | ubuntu:latest
                    ubuntu:24.04              | docker.io/library/ubuntu:24.04         | ubuntu:24.04
                    docker.io/ubuntu          | docker.io/library/ubuntu:latest        | ubuntu:latest
                    index.docker.io/a/b       | docker.io/a/b:latest                   | a/b:latest
                    docker.io/library/a/b     | docker.io/library/a/b:latest           | library/a/b:latest
                    grafana/grafana:11        | docker.io/grafana/grafana:11           | grafana/grafana:11
                    localhost/a               | localhost/a:latest                     | localhost/a:latest
                    localhost:5000/a/b:c      | localhost:5000/a/b:c                   | localhost:5000/a/b:c
                    host/a                    | docker.io/host/a:latest                | host/a:latest
                    Host/a                    | Host/a:latest                          | Host/a:latest
                    host:80/a                 | host:80/a:latest                       | host:80/a:latest
                    localhost:5000            | docker.io/library/localhost:5000       | localhost:5000
                    ghcr.io/a-b/c__d.e:V_1.0- | ghcr.io/a-b/c__d.e:V_1.0-              | ghcr.io/a-b/c__d.e:V_1.0-
                    [::1]:5000/a              | [::1]:5000/a:latest                    | [::1]:5000/a:latest
                    a---b                     | docker.io/library/a---b:latest         | a---b:latest
                    """)
    void completesShortNames(String text, String canonical, String familiar) {
        ImageReference reference = ImageReference.parse(text);

        assertThat(reference).hasToString(canonical);
        assertThat(reference.familiar()).isEqualTo(familiar);
        assertThat(ImageReference.parse(canonical)).isEqualTo(reference);
        assertThat(ImageReference.parse(familiar)).isEqualTo(reference);
    }

    @Test
    void needsNoTagBesideADigest() {
        ImageReference reference = ImageReference.parse("busybox@" + DIGEST);

        assertThat(reference.tag()).isNull();
        assertThat(reference).hasToString("docker.io/library/busybox@" + DIGEST);
        assertThat(ImageReference.parse("busybox:1@" + DIGEST))
                .hasToString("docker.io/library/busybox:1@" + DIGEST);
    }

    @Test
    void exchangesTagAndDigest() {
        ImageReference reference = ImageReference.parse("busybox:1");
        Digest digest = Digest.parse(DIGEST);

        assertThat(reference.withDigest(digest)).hasToString(reference + "@" + DIGEST);
        assertThat(reference.withDigest(digest).withTag("2").familiar()).isEqualTo("busybox:2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                ":",
                "@",
                "a/",
                "/a",
                "a//b",
                "a:",
                ":a",
                "a@",
                "a:b:c",
                "a b",
                "a:-b",
                "a:.b",
                "-a",
                "a-",
                "a___b",
                "a..b",
                "a._b",
                "a/B",
                "Ubuntu",
                "a\n",
                "a:b\n",
                "localhost:x/a",
                "a.-b/c",
                "-a.b/c",
                "[::1/a",
                "host:123456/a",
                "a@sha256:abc",
                "a@sha256:abc@sha256:abc",
                "../a",
                "a/../b",
                "http://a/b",
                HEX,
                "docker.io/",
                "é",
            })
    void refusesWhatTheGrammarDoesNotHave(String text) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOf(InvalidDocumentException.class);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> ImageReference.parse("docker.io/Ubuntu"))
                .hasMessage(
                        "image reference \"docker.io/library/Ubuntu\": the repository must be"
                                + " lower-case");
        assertThatThrownBy(() -> ImageReference.parse(HEX))
                .hasMessageEndingWith("64 hexadecimal digits are an image's id, not its name");
    }

    @Test
    void limitsNameAndTag() {
        String longest = "a".repeat(255 - "docker.io/library/".length());

        assertThat(ImageReference.parse(longest).repository()).endsWith("a");
        assertThatThrownBy(() -> ImageReference.parse(longest + "a"))
                .hasMessageEndingWith("must have at most 255 characters");
        assertThat(ImageReference.parse("a:" + "b".repeat(128)).tag()).hasSize(128);
        assertThatThrownBy(() -> ImageReference.parse("a:" + "b".repeat(129)))
                .hasMessageContaining("a tag has at most 128");
    }
}
