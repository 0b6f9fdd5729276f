package dev.hako.network.cni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkListTest {
    private static NetworkList parse(String json) {
        return NetworkList.parse("net.conflist", json.replace('\'', '"').getBytes(UTF_8));
    }

    @Test
    void isAListOfPlugins() {
        NetworkList list =
                parse(
                        """
                        {'cniVersion':'1.0.0','name':'pods','disableCheck':'true','disableGC':true,
                         'plugins':[{'type':'bridge'},{'type':'portmap','capabilities':{}}]}\
                        """);
        assertThat(list.name()).isEqualTo("pods");
        assertThat(list.version()).hasToString("1.0.0");
        assertThat(list.pluginTypes()).containsExactly("bridge", "portmap");
        assertThat(list.isChecked()).isFalse();
        assertThat(list.isCollected()).isFalse();
    }

    @Test
    void isASinglePluginToo() {
        NetworkList list = parse("{'cniVersion':'0.3.1','name':'pods','type':'bridge'}");
        assertThat(list.pluginTypes()).containsExactly("bridge");
        assertThat(list.version()).hasToString("0.3.1");
        assertThat(list.isChecked()).isFalse();
        assertThat(list.isCollected()).isTrue();
    }

    @Test
    void speaksTheHighestCommonVersion() {
        NetworkList list =
                parse(
                        """
                        {'cniVersion':'0.4.0','cniVersions':['1.1.0','1.0.0','9.9.9'],'name':'pods',
                         'plugins':[{'type':'bridge'}]}\
                        """);
        assertThat(list.version()).hasToString("1.1.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|not one JSON object",
                "{} {}|malformed JSON",
                "{'name':|malformed JSON",
                "{'cniVersion':'1.0.0','plugins':[{'type':'a'}]}|has no \"name\"",
                "{'cniVersion':'1.0.0','name':'a b','plugins':[{'type':'a'}]}|no network's name",
                "{'cniVersion':'1.0.0','name':'a','plugins':[]}|1 to 64 plugins",
                "{'cniVersion':'1.0.0','name':'a','plugins':[{}]}|has no \"type\"",
                "{'cniVersion':'1.0.0','name':'a','plugins':[{'type':'../a'}]}|no file's name",
                "{'cniVersion':'1.0.0','name':'a','plugins':[{'type':'..'}]}|no file's name",
                "{'cniVersion':'1.0.0','name':'a','plugins':{}}|must be a list",
                "{'cniVersion':'1.0.0','name':7,'plugins':[]}|must be text",
                "{'cniVersion':'one','name':'a','plugins':[{'type':'a'}]}|no version of CNI",
                "{'cniVersion':'0.2.0','name':'a','plugins':[{'type':'a'}]}|0.2.0 is not spoken; hint",
                "{'name':'a','plugins':[{'type':'a'}]}|is not spoken; hint",
            })
    void refusesWhatIsNone(String json, String reason) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("net.conflist")
                .hasMessageContaining(reason);
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        assertThatThrownBy(() -> parse("{'a':".repeat(100))).hasMessageContaining("malformed JSON");
        assertThatThrownBy(() -> parse(" ".repeat(Documents.MOST_BYTES + 1)))
                .hasMessageContaining("more than 1048576 bytes");
    }

    @Test
    void isFoundInAFolderByTheOrderOfFiles(@TempDir Path folder) throws IOException {
        String json = "{\"cniVersion\":\"1.0.0\",\"name\":\"%s\",\"type\":\"bridge\"}";
        Files.writeString(folder.resolve("20-b.conf"), json.formatted("second"));
        Files.writeString(folder.resolve("10-a.conflist"), json.formatted("first"));
        Files.writeString(folder.resolve("30-c.json"), json.formatted("third"));
        Files.writeString(folder.resolve("05-broken.conf"), "{");
        Files.writeString(folder.resolve(".hidden.conf"), json.formatted("hidden"));
        Files.writeString(folder.resolve("00-note.txt"), "not a network");
        NetworkFolder read = NetworkFolder.read(folder);
        assertThat(read.networks())
                .extracting(NetworkList::name)
                .containsExactly("first", "second", "third");
        assertThat(read.refused())
                .singleElement()
                .satisfies(refused ->
                        assertThat(refused).hasMessageStartingWith(folder + "/05-broken.conf"));
        assertThat(read.find("third")).isPresent();
        assertThat(read.find("hidden")).isEmpty();
        assertThat(NetworkFolder.read(folder.resolve("none")).networks()).isEmpty();
    }
}
