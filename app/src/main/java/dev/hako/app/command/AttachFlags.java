package dev.hako.app.command;

import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.container.ContainerFlags;
import dev.hako.app.value.DetachKeys;
import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import java.util.List;
import java.util.Locale;

/// Which streams of a new container its caller hangs on to, and how.
///
/// @param streams those asked for by name; none: output, error and, with `-i`, input
record AttachFlags(List<String> streams) {
    private static final Option<String> ATTACH =
            Option.of(
                            "-a, --attach",
                            "STREAM",
                            AttachFlags::stream,
                            "Attach only stdin, stdout or stderr")
                    .offering("stdin", "stdout", "stderr");
    static final Option<Boolean> SIG_PROXY =
            Option.flag("--sig-proxy", "Pass your signals on to the program; on unless =false");
    static final Option<byte[]> DETACH_KEYS =
            Option.of(
                    "--detach-keys",
                    "KEYS",
                    DetachKeys::parse,
                    "Keys that detach a terminal; ctrl-p,ctrl-q if not given");

    static final List<Option<?>> ALL = List.of(ATTACH, SIG_PROXY, DETACH_KEYS);

    static AttachFlags read(ParsedLine line) {
        return new AttachFlags(line.values(ATTACH));
    }

    private static String stream(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "stdin" -> "stdin";
            case "stdout" -> "stdout";
            case "stderr" -> "stderr";
            default -> throw Failure.invalid("there are stdin, stdout and stderr");
        };
    }

    boolean given() {
        return !streams.isEmpty();
    }

    boolean input(ParsedLine line) {
        return ContainerFlags.interactive(line) && (!given() || streams.contains("stdin"));
    }

    Attachment toAttachment(ParsedLine line) {
        return new Attachment(
                input(line),
                !given() || streams.contains("stdout"),
                !given() || streams.contains("stderr"),
                line.value(SIG_PROXY).orElse(true),
                true,
                keys(line, ContainerFlags.terminal(line)));
    }

    /// The keys that detach. Those that nobody asked for are a terminal's: other input may have
    /// their bytes in it.
    static byte[] keys(ParsedLine line, boolean terminal) {
        return line.value(DETACH_KEYS)
                .orElseGet(() -> terminal ? DetachKeys.standard() : new byte[0]);
    }
}
