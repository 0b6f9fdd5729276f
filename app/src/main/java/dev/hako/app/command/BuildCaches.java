package dev.hako.app.command;

import dev.hako.app.build.CachePlace;
import dev.hako.app.caller.Caller;
import dev.hako.app.cli.Option;
import dev.hako.app.value.ImageNames;
import dev.hako.build.solve.BuiltImage;
import dev.hako.build.solve.CacheImage;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import dev.hako.image.LocalImage;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.Platforms;
import dev.hako.image.transfer.TransferListener;
import dev.hako.oci.image.ImageReference;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Takes what builds keep to other machines, and gets it from there.
record BuildCaches(Engine engine, InstantSource clock, Invocation invocation) {
    static final Option<CachePlace> TO =
            Option.of(
                    "--cache-to",
                    "type=registry,ref=NAME|type=local,dest=DIR",
                    CachePlace::to,
                    "Keep what was done there, too, for builds elsewhere");
    static final Option<CachePlace> FROM =
            Option.of(
                    "--cache-from",
                    "NAME|type=registry,ref=NAME|type=local,src=DIR",
                    CachePlace::from,
                    "What was done elsewhere need not be done here");

    /// Refuses what could not be done, before anything is built.
    void check() {
        for (CachePlace place : invocation.line().values(TO)) {
            if (place instanceof CachePlace.Remote(var name) && isOther(name)) {
                throw Failure.conflict("\"" + name + "\" is an image, and no cache")
                        .hint("give the cache a name of its own");
            }
        }
    }

    /// Gets all that the line names. What cannot be had makes a build slower, and no worse.
    void take() {
        for (CachePlace place : invocation.line().values(FROM)) {
            try {
                take(place);
            } catch (Failure e) {
                invocation.output().errorln("hako: cannot use a cache: " + e.text());
            }
        }
    }

    private void take(CachePlace place) {
        if (place instanceof CachePlace.Remote(var name) && isOther(name)) {
            throw Failure.unsupported("\"" + name + "\" is an image, which has no steps of builds");
        }
        StoredImage image = brought(place);
        if (!CacheImage.is(image)) {
            throw Failure.unsupported("the image has no steps of builds");
        }
        new CacheImage(engine.images(), clock).take(image);
        engine.images().removal().forget(image);
    }

    private StoredImage brought(CachePlace place) {
        Caller caller = invocation.caller();
        return switch (place) {
            case CachePlace.Remote(var name) ->
                    Registered.of(engine, caller)
                            .pull(name, Platforms.of(Optional.empty()), TransferListener.NONE)
                            .image();
            case CachePlace.Local(var directory) ->
                    engine.images()
                            .bringIn(
                                    local(directory),
                                    Platforms.of(Optional.empty()),
                                    Registered.policy(caller),
                                    TransferListener.NONE);
        };
    }

    private boolean isOther(ImageReference name) {
        return engine.images()
                .find(name.toString())
                .filter(image -> !CacheImage.is(image))
                .isPresent();
    }

    private LocalImage local(String directory) {
        return ImageNames.local("oci:" + directory + ":cache", invocation.caller())
                .orElseThrow(() -> Failure.invalid("\"" + directory + "\" is no directory"));
    }

    /// Takes a build's steps to where the line wants them.
    void give(BuiltImage built) {
        CacheImage caches = new CacheImage(engine.images(), clock);
        for (CachePlace place : invocation.line().values(TO)) {
            switch (place) {
                case CachePlace.Remote(var name) -> {
                    StoredImage image = caches.make(built.steps(), List.of(name));
                    try {
                        Registered.of(engine, invocation.caller())
                                .push(name, TransferListener.NONE);
                    } finally {
                        engine.images().removal().forget(image);
                    }
                }
                case CachePlace.Local(var directory) -> {
                    StoredImage image = caches.make(built.steps(), List.of());
                    try {
                        new LocalPush(engine.images(), image.id().toString(), local(directory))
                                .run(invocation.caller(), TransferListener.NONE);
                    } finally {
                        engine.images().removal().forget(image);
                    }
                }
            }
        }
    }
}
