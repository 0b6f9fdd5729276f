package dev.hako.build.jvm;

/// Where something of an application's jar belongs.
sealed interface Place {
    /// The application's own class.
    record OwnClass(String name) implements Place {}

    /// The application's own file of another kind.
    record Resource(String name) implements Place {}

    /// Of a dependency that was mixed into the jar.
    record Bundled(String name) implements Place {}

    /// A whole jar.
    record Library(String file) implements Place {}

    /// Nowhere: only the jar as it was had a use for it.
    record Nowhere() implements Place {}
}
