package dev.hako.image.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.image.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "registry.lan/team/box, Accept",
        "registry.lan/team/inner/box, Reject",
        "registry.lan/teams/box, Signed",
        "registry.lan/other, Signed",
        "registry.lan:5000/team/box, Reject",
        "box, Accept"
    })
    void theEntryThatSaysMostCounts(String reference, String rule) throws IOException {
        PolicyFile file =
                policy(
                        """
                        {"default": {"rule": "reject"}, "images": {
                          "docker.io": {"rule": "accept"},
                          "registry.lan": {"rule": "signed", "keys": ["/a.pub"]},
                          "registry.lan/team": {"rule": "accept"},
                          "registry.lan/team/inner": {"rule": "reject"}}}\
                        """);
        assertThat(file.ruleFor(ImageReference.parse(reference)).getClass().getSimpleName())
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {} | default: required, but absent
                    {"default": {"rule": "acept"}} | default.rule "acept": must be one of accept, reject, signed
                    {"default": {"rule": "signed"}} | default.keys: a rule "signed" needs keys, and no other rule has any
                    {"default": {"rule": "signed", "keys": ["a.pub"]}} | default.keys[0] "a.pub": must be absolute
                    {"default": {"rule": "accept"}, "image": {}} | image: unknown; known are default, images
                    """)
    void aFileThatIsNotUnderstoodStopsEverything(String text, String complaint) throws IOException {
        Path path = Files.writeString(folder.resolve("policy.json"), text);
        assertThatThrownBy(() -> Policy.read(List.of(path)))
                .hasMessage("invalid \"%s\": %s".formatted(path, complaint));
    }

    @Test
    void withoutAFileEverythingIsAdmitted() {
        assertThat(Policy.read(List.of(folder.resolve("none"))).files()).isEmpty();
    }

    private PolicyFile policy(String text) throws IOException {
        Path path = Files.writeString(folder.resolve("policy.json"), text);
        return PolicyFile.read(path).orElseThrow();
    }
}
