package dev.hako.guest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The numbers of `channel.h` are written twice.
class ChannelHeaderTest {
    private static Map<String, Integer> numbers(String pattern) throws IOException {
        String header = Files.readString(Path.of("../launcher/include/channel.h"));
        Matcher found = Pattern.compile(pattern, Pattern.MULTILINE).matcher(header);
        Map<String, Integer> numbers = new TreeMap<>();
        while (found.find()) {
            numbers.put(found.group(1), Integer.parseInt(found.group(2)));
        }
        return numbers;
    }

    @Test
    void kindsOfFramesAreThoseOfTheHeader() throws IOException {
        Map<String, Integer> ours = new TreeMap<>();
        Arrays.stream(FrameKind.values()).forEach(kind -> ours.put(kind.name(), kind.number()));
        assertThat(numbers("^    GUEST_([A-Z_]+) = ([0-9]+),")).isEqualTo(ours);
    }

    @Test
    void limitsAreThoseOfTheHeader() throws IOException {
        assertThat(numbers("^#define GUEST_([A-Z_]+) ([0-9]+)u"))
                .isEqualTo(
                        new TreeMap<>(
                                Map.of(
                                        "VERSION", ChannelFrame.VERSION,
                                        "MAX_DATA", ChannelFrame.MAX_DATA,
                                        "LINE_WINDOW", ChannelFrame.LINE_WINDOW,
                                        "STREAM_WINDOW", ChannelFrame.STREAM_WINDOW,
                                        "STREAMS", ChannelFrame.STREAMS,
                                        "NONE", ChannelFrame.NONE)));
    }
}
