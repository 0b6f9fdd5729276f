package dev.hako.compare.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {
    @ParameterizedTest
    @CsvSource({
        "TIME, 0.26, 260 ns",
        "TIME, 855, 855 µs",
        "TIME, 6414, 6.41 ms",
        "TIME, 43250, 43.3 ms",
        "TIME, 134200, 134 ms",
        "TIME, 2500000, 2.50 s",
        "MEMORY, 512, 512 B",
        "MEMORY, 65536, 64 KiB",
        "MEMORY, 20000, 19.5 KiB",
        "MEMORY, 67108864, 64 MiB",
        "RATE, 98.76, 98.8/s",
        "NUMBER, -3.456, -3.46"
    })
    void numbersAreReadWithThreeDigitsAndAFittingUnit(Unit unit, double value, String text) {
        assertThat(unit.format(value)).isEqualTo(text);
    }
}
