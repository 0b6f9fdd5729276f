package dev.hako.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> KNOWN =
            List.of("run", "rm", "ps", "inspect", "version", "create");

    @ParameterizedTest
    @CsvSource({
        "rn,rm",
        "urn,run",
        "runn,run",
        "insepct,inspect",
        "inspec,inspect",
        "vers,version",
        "craete,create"
    })
    void findsTheNearestWord(String typed, String meant) {
        assertThat(Suggestion.nearest(typed, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"frobnicate", "x", "volume", "''"})
    void staysSilentWhenAllAreFar(String typed) {
        assertThat(Suggestion.nearest(typed, KNOWN)).isEmpty();
    }
}
