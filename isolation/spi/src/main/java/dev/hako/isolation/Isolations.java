package dev.hako.isolation;

import dev.hako.failure.Failure;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// The isolations that are to be had, by name.
public final class Isolations {
    private final Map<String, Isolation> byName;

    private Isolations(Map<String, Isolation> byName) {
        this.byName = Collections.unmodifiableMap(byName);
    }

    /// Finds every implementation that a jar of `loader` names in
    /// `META-INF/services/dev.hako.isolation.Isolation`.
    ///
    /// @throws Failure `INVALID` if one cannot be made, or two have one name
    public static Isolations discover(ClassLoader loader) {
        var byName = new TreeMap<String, Isolation>();
        try {
            for (Isolation isolation : ServiceLoader.load(Isolation.class, loader)) {
                add(byName, isolation);
            }
        } catch (ServiceConfigurationError e) {
            throw Failure.of(Failure.Kind.INVALID, "cannot load isolations: " + e.getMessage(), e)
                    .hint("take the jar that names it off the class path, or repair it");
        }
        return new Isolations(byName);
    }

    /// These and one more, which its jar does not name because it is made with what only the
    /// program knows.
    ///
    /// @throws Failure `INVALID` if one of that name is there
    public Isolations with(Isolation isolation) {
        var more = new TreeMap<>(byName);
        add(more, isolation);
        return new Isolations(more);
    }

    private static void add(Map<String, Isolation> byName, Isolation isolation) {
        Isolation other = byName.putIfAbsent(isolation.name(), isolation);
        if (other != null) {
            throw Failure.invalid(
                            "cannot load isolation \""
                                    + isolation.name()
                                    + "\": both "
                                    + other.getClass().getName()
                                    + " and "
                                    + isolation.getClass().getName()
                                    + " have that name")
                    .hint("keep only one of their jars on the class path");
        }
    }

    /// The one that users call `name`.
    ///
    /// @throws Failure `NOT_FOUND`, which names those there are
    public Isolation named(String name) {
        Isolation isolation = byName.get(name);
        if (isolation == null) {
            throw Failure.notFound("no isolation \"" + name + "\"")
                    .hint("there are: " + String.join(", ", byName.keySet()));
        }
        return isolation;
    }

    /// All of them, in the order of their names.
    public Collection<Isolation> all() {
        return byName.values();
    }
}
