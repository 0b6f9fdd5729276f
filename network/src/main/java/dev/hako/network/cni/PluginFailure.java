package dev.hako.network.cni;

import dev.hako.failure.Failure;
import dev.hako.network.program.Transcript;

/// What a plugin says is wrong: section 5 of the specification, "error".
public final class PluginFailure extends Failure {
    private static final long serialVersionUID = 1;

    private static final int FIRST_OWN_CODE = 100;

    private final int code;

    private PluginFailure(Kind kind, String text, int code) {
        super(kind, text);
        this.code = code;
    }

    static PluginFailure of(String plugin, Fields error) {
        int code = error.integer("code").orElse(FIRST_OWN_CODE);
        var text = new StringBuilder(plugin).append(": ");
        text.append(Transcript.plain(error.text("msg").orElse("it failed without a word")));
        error.text("details").ifPresent(more -> text.append(": ").append(Transcript.plain(more)));
        text.append(" (").append(meaning(code)).append(')');
        return new PluginFailure(kind(code), text.toString(), code);
    }

    /// The specification's number, or a plugin's own from 100.
    public int code() {
        return code;
    }

    private static Kind kind(int code) {
        return switch (code) {
            case 1 -> Kind.UNSUPPORTED;
            case 2, 6, 7 -> Kind.INVALID;
            case 3 -> Kind.NOT_FOUND;
            case 4 -> Kind.INTERNAL;
            default -> Kind.UNAVAILABLE;
        };
    }

    private static String meaning(int code) {
        return switch (code) {
            case 1 -> "error 1, it does not speak this version";
            case 2 -> "error 2, it does not know a field of its configuration";
            case 3 -> "error 3, it does not know the container";
            case 4 -> "error 4, it was called wrongly";
            case 5 -> "error 5, it could not read or write";
            case 6 -> "error 6, it could not understand what it read";
            case 7 -> "error 7, its configuration is wrong";
            case 11 -> "error 11, it may work later";
            case 50 -> "error 50, it cannot attach now";
            case 51 -> "error 51, it cannot attach now, and what is attached may be cut off";
            default -> "error " + code;
        };
    }
}
