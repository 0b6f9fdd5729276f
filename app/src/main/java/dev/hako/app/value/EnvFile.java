package dev.hako.app.value;

import dev.hako.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The lines of an environment or label file: `NAME=VALUE` or `NAME`, comments after `#` at the
/// start of a line, nothing quoted.
public final class EnvFile {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private EnvFile() {}

    /// The entries in their order, as written.
    public static List<String> entries(byte[] utf8) {
        List<String> entries = new ArrayList<>();
        int number = 0;
        for (String line : text(utf8).split("\r?\n", -1)) {
            number++;
            String entry = line.stripLeading();
            if (!entry.isEmpty() && entry.charAt(0) != '#') {
                entries.add(checked(entry, number));
            }
        }
        return entries;
    }

    private static String text(byte[] utf8) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Failure.of(Failure.Kind.INVALID, "it is not UTF-8", e);
        }
    }

    private static String checked(String entry, int line) {
        int equals = entry.indexOf('=');
        String name = equals < 0 ? entry.stripTrailing() : entry.substring(0, equals);
        if (name.isEmpty() || name.chars().anyMatch(Character::isWhitespace)) {
            throw Failure.invalid("line " + line + ": the name is empty or has a space in it");
        }
        return equals < 0 ? name : entry;
    }
}
