package dev.hako.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The lines of a program that says `line 0`, `line 1` and so on, in files of Kubernetes' format.
final class LogLines {
    private static final String SAID = " stdout F line ";

    private LogLines() {}

    /// The numbers in these files, in their order.
    static List<String> numbered(Path... files) throws IOException {
        List<String> numbers = new ArrayList<>();
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                int at = line.indexOf(SAID);
                if (at > 0) {
                    numbers.add(line.substring(at + SAID.length()));
                }
            }
        }
        return numbers;
    }

    /// The numbers below one.
    static List<String> upTo(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
}
