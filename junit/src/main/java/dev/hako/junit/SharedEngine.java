package dev.hako.junit;

import dev.hako.engine.Engine;
import dev.hako.engine.EngineSettings;
import dev.hako.engine.Locations;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The one engine of a test JVM, which JUnit closes when it is done.
///
/// Its containers end with it, and what a killed JVM has left of them is collected by the next test
/// JVM of the same places.
record SharedEngine(Engine engine) implements AutoCloseable {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SharedEngine.class);

    static Engine of(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(SharedEngine.class, _ -> open(), SharedEngine.class)
                .engine();
    }

    private static SharedEngine open() {
        Locations places =
                new Locations(
                        Path.of(System.getProperty("hako.junit.root", "/var/lib/hako-junit")),
                        Path.of(System.getProperty("hako.junit.run", "/run/hako-junit")));
        return new SharedEngine(Engine.open(EngineSettings.temporary(places)));
    }

    @Override
    public void close() {
        engine.close();
    }
}
