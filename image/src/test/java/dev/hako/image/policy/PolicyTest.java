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
        assertThat(
                        file.ruleFor(Provenance.of(ImageReference.parse(reference)))
                                .getClass()
                                .getSimpleName())
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "oci:, /srv/images/shop, Accept",
        "oci:, /srv/imagesX, Reject",
        "oci:, /srv, Reject",
        "docker-archive:, /srv/images/shop.tar, Signed",
        "docker-archive:, -, Signed",
        "import:, https://web.lan/files/a.tar, Accept",
        "import:, http://web.lan/files/a.tar, Reject"
    })
    void placesHaveEntriesByTheirKindAndPath(String kind, String place, String rule)
            throws IOException {
        PolicyFile file =
                policy(
                        """
                        {"default": {"rule": "reject"}, "images": {
                          "oci:/srv/images": {"rule": "accept"},
                          "docker-archive:": {"rule": "signed", "keys": ["/a.pub"]},
                          "import:https://web.lan": {"rule": "accept"}}}\
                        """);
        assertThat(file.ruleFor(Provenance.of(kind, place)).getClass().getSimpleName())
                .isEqualTo(rule);
    }

    @Test
    void whatHasNoSignaturesIsNotAdmittedWhereTheyAreAskedFor() throws IOException {
        Files.writeString(
                folder.resolve("policy.json"),
                "{\"default\": {\"rule\": \"signed\", \"keys\": [\"/a.pub\"]}}");
        Policy policy = Policy.read(List.of(folder.resolve("policy.json")));
        assertThatThrownBy(() -> policy.admit(Provenance.of("oci:", folder)))
                .hasMessageContaining("a signature is needed, and only registries have any");
    }

    @Test
    void aLinkIsWhatItLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        assertThat(Provenance.of("oci:", link)).isEqualTo(Provenance.of("oci:", folder));
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
