package dev.hako.image.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InlineAttributesTest {
    @Test
    void writesAPrefixAsANumber() {
        byte[] encoded = InlineAttributes.encode(Map.of("user.ab", new byte[] {7, 8, 9}));
        assertThat(HexFormat.of().formatHex(encoded))
                .isEqualTo("000000000000000000000000" + "02010300" + "6162" + "070809" + "000000");
        assertThat(InlineAttributes.count(encoded.length)).isEqualTo(4);
    }

    @Test
    void refusesAValueThatIsTooLarge() {
        Map<String, byte[]> attributes = Map.of("user.large", new byte[65536]);
        assertThatThrownBy(() -> InlineAttributes.encode(attributes))
                .hasMessage("the extended attribute \"user.large\" has more than 65535 bytes");
    }

    @Test
    void refusesMoreThanAnInodeCanCount() {
        Map<String, byte[]> attributes = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            attributes.put("user." + i, new byte[60000]);
        }
        assertThatThrownBy(() -> InlineAttributes.encode(attributes))
                .hasMessage("more than 256 KiB of extended attributes");
    }
}
