package dev.hako.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "x86_64,           linux/amd64",
        "amd64,            linux/amd64",
        "linux/amd64/v1,   linux/amd64",
        "linux/amd64/v3,   linux/amd64/v3",
        "aarch64,          linux/arm64/v8",
        "Linux/ARM64,      linux/arm64/v8",
        "linux/arm64/8,    linux/arm64/v8",
        "linux/arm64/v9,   linux/arm64/v9",
        "armhf,            linux/arm/v7",
        "linux/arm,        linux/arm/v7",
        "linux/arm/6,      linux/arm/v6",
        "armel,            linux/arm/v6",
        "i686,             linux/386",
        "riscv64,          linux/riscv64",
        "windows/amd64,    windows/amd64",
        "unknown/unknown,  unknown/unknown",
    })
    void hasOneSpelling(String text, String normal) {
        assertThat(Platform.parse(text)).hasToString(normal);
        assertThat(Platform.parse(normal)).isEqualTo(Platform.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/", "linux/", "/amd64", "linux//v8", "a/b/c/d"})
    void refusesWhatIsNoPlatform(String text) {
        assertThatThrownBy(() -> Platform.parse(text))
                .hasMessage(
                        "platform \""
                                + text
                                + "\": must be OS/ARCHITECTURE[/VARIANT], such as linux/arm64/v8");
    }

    @ParameterizedTest
    @CsvSource({
        "amd64,          amd64,          true",
        "amd64,          linux/amd64/v2, false",
        "linux/amd64/v3, amd64,          true",
        "linux/amd64/v3, linux/amd64/v2, true",
        "arm64,          linux/arm64/v8, true",
        "arm64,          linux/arm64/v9, false",
        "linux/arm/v7,   linux/arm/v6,   true",
        "linux/arm/v6,   linux/arm/v7,   false",
        "amd64,          arm64,          false",
        "amd64,          386,            false",
        "amd64,          windows/amd64,  false",
        "linux/mips/x,   linux/mips/x,   true",
        "linux/mips/x,   linux/mips/y,   false",
        "linux/mips/x,   linux/mips,     false",
    })
    void runsImagesOfItsOwnKindAndNotNewer(String machine, String image, boolean runs) {
        assertThat(Platform.parse(machine).runs(Platform.parse(image))).isEqualTo(runs);
    }
}
