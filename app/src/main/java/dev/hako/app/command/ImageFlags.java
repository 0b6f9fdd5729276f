package dev.hako.app.command;

import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.progress.Progress;
import dev.hako.app.value.ImageNames;
import dev.hako.engine.Engine;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.library.ImageExchange;
import dev.hako.failure.Failure;
import dev.hako.image.LocalImage;
import dev.hako.image.transfer.Platforms;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Platform;
import java.util.List;
import java.util.Optional;

/// Options of `run` and `create` on how the image is come by.
final class ImageFlags {
    private static final Option<Pull> PULL =
            Option.of(
                            "--pull",
                            "WHEN",
                            Pull::parse,
                            "Get the image always, missing (as if not given) or never")
                    .offering("always", "missing", "never");
    private static final Option<Boolean> QUIET =
            Option.flag("-q, --quiet", "Do not show how the image is got");

    static final List<Option<?>> ALL = List.of(PULL, PullCommand.PLATFORM, QUIET);

    private ImageFlags() {}

    private enum Pull {
        ALWAYS,
        MISSING,
        NEVER;

        static Pull parse(String text) {
            return switch (text) {
                case "always" -> ALWAYS;
                case "missing", "" -> MISSING;
                case "never" -> NEVER;
                default -> throw Failure.invalid("it is none of always, missing and never");
            };
        }
    }

    /// Sees to it that the images of a container are here: what it is made of, and what it mounts.
    /// What is said of that is said on standard error.
    static void bring(Engine engine, Invocation invocation, ContainerConfig config) {
        bring(engine, invocation, config.image(), invocation.line().value(PullCommand.PLATFORM));
        for (MountRequest.ImageFiles files : config.storage().images()) {
            bring(engine, invocation, files.image(), Optional.empty());
        }
    }

    private static void bring(
            Engine engine, Invocation invocation, String text, Optional<Platform> platform) {
        String name = ImageNames.absolute(text, invocation.caller());
        LocalImage.parse(name)
                .ifPresent(
                        local -> Registered.policy(invocation.caller()).admit(local.provenance()));
        Pull when = invocation.line().value(PULL).orElse(Pull.MISSING);
        boolean here = engine.images().isHere(name, platform);
        if (when == Pull.NEVER || ImageNames.isOfMachine(name) || when == Pull.MISSING && here) {
            return;
        }
        ImageReference reference = ImageReference.parse(name);
        if (when == Pull.MISSING) {
            say(invocation, "Unable to find image '" + reference.familiar() + "' locally");
        }
        pull(engine, invocation, reference, platform);
    }

    private static void pull(
            Engine engine,
            Invocation invocation,
            ImageReference reference,
            Optional<Platform> platform) {
        ImageExchange exchange = Registered.of(engine, invocation.caller());
        if (isQuiet(invocation.line())) {
            exchange.pull(reference, Platforms.of(platform), TransferListener.NONE);
            return;
        }
        say(invocation, PullCommand.beginning(reference));
        ImageExchange.Pulled pulled;
        try (Progress progress = Registered.pulling(invocation, true)) {
            pulled = exchange.pull(reference, Platforms.of(platform), progress);
        }
        say(invocation, "Digest: " + pulled.digest());
        say(invocation, "Status: " + PullCommand.status(pulled, reference));
    }

    private static boolean isQuiet(ParsedLine line) {
        return line.flag(QUIET);
    }

    private static void say(Invocation invocation, String text) {
        if (!isQuiet(invocation.line())) {
            invocation.output().errorln(text);
            invocation.output().flush();
        }
    }
}
