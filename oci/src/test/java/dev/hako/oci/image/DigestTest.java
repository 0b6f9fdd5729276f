package dev.hako.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.json.InvalidDocumentException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String EMPTY =
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void namesContentByItsHash() {
        assertThat(Digest.sha256(new byte[0])).hasToString(EMPTY);
        assertThat(Digest.parse(EMPTY)).isEqualTo(Digest.sha256(new byte[0]));
    }

    @Test
    void readsBothAlgorithms() {
        byte[] content = "hako".getBytes(StandardCharsets.UTF_8);
        Digest digest =
                Digest.of(
                        Digest.Algorithm.SHA512,
                        Digest.Algorithm.SHA512.messageDigest().digest(content));

        assertThat(digest.hex()).hasSize(128);
        assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "sha256",
                "sha256:",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555",
                "sha256:../../../../../../etc/passwd/../../../../../../../../../../../../",
                "sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            })
    void refusesWhatIsNoDigest(String text) {
        assertThatThrownBy(() -> Digest.parse(text))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageStartingWith("digest \"" + text + "\": must ");
    }
}
