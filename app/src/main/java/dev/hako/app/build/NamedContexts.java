package dev.hako.app.build;

import dev.hako.app.caller.Caller;
import dev.hako.app.value.KeyValue;
import dev.hako.build.context.IgnoreRules;
import dev.hako.build.files.FileSource;
import dev.hako.build.solve.BuildRequest.Named;
import dev.hako.failure.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `--build-context` gives names to: directories, and images as `docker-image://NAME`.
///
/// @param named what is open until it is closed
public record NamedContexts(Map<String, Named> named) implements AutoCloseable {
    private static final String IMAGE = "docker-image://";

    /// Opens them.
    public static NamedContexts open(Caller caller, List<KeyValue> given) {
        NamedContexts contexts = new NamedContexts(new HashMap<>());
        try {
            given.forEach(each -> contexts.add(caller, each));
            return contexts;
        } catch (RuntimeException e) {
            contexts.close();
            throw e;
        }
    }

    private void add(Caller caller, KeyValue given) {
        String where = given.value();
        String name = given.key().toLowerCase(Locale.ROOT);
        if (!where.startsWith(IMAGE) && where.contains("://")) {
            throw Failure.unsupported("the build context \"" + where + "\" is not supported")
                    .hint("name a directory, or an image as " + IMAGE + "NAME");
        }
        Named context =
                where.startsWith(IMAGE)
                        ? new Named.Image(where.substring(IMAGE.length()))
                        : new Named.Directory(
                                new FileSource(
                                        OpenContext.directory(caller, where),
                                        IgnoreRules.NONE,
                                        false));
        if (named.put(name, context) instanceof Named.Directory(var files)) {
            files.close();
        }
    }

    @Override
    public void close() {
        named.values()
                .forEach(each -> {
                    if (each instanceof Named.Directory(var files)) {
                        files.close();
                    }
                });
    }
}
