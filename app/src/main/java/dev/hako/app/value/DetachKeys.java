package dev.hako.app.value;

import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import java.io.ByteArrayOutputStream;

/// The keys that detach a client: `ctrl-p,ctrl-q`, single letters, or any mixture.
public final class DetachKeys {
    private static final String CONTROL = "ctrl-";
    private static final String CONTROL_MARKS = "@[\\]^_";
    private static final byte CTRL_P = 16;
    private static final byte CTRL_Q = 17;

    private DetachKeys() {}

    /// Docker's: control-P, control-Q.
    public static byte[] standard() {
        return new byte[] {CTRL_P, CTRL_Q};
    }

    /// The bytes that a terminal sends for these keys.
    public static byte[] parse(String text) {
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        for (String key : text.split(",", -1)) {
            keys.write(key(key));
        }
        if (keys.size() > Attachment.MAX_DETACH_KEYS) {
            throw Failure.invalid("more than " + Attachment.MAX_DETACH_KEYS + " keys");
        }
        return keys.toByteArray();
    }

    private static int key(String key) {
        if (key.length() == 1 && key.charAt(0) > ' ' && key.charAt(0) < 0x7f) {
            return key.charAt(0);
        }
        if (key.length() == CONTROL.length() + 1 && key.startsWith(CONTROL)) {
            char letter = key.charAt(CONTROL.length());
            if ((letter >= 'a' && letter <= 'z') || CONTROL_MARKS.indexOf(letter) >= 0) {
                return letter & 0x1f;
            }
        }
        throw Failure.invalid(
                "\"" + key + "\" is no key; use a letter, or ctrl- and one of a-z @ [ \\ ] ^ _");
    }
}
