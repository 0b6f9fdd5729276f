package dev.hako.build.jvm;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a jar has its parts.
sealed interface JarLayout {
    /// Where an entry belongs that is no directory.
    Place place(String entry);

    /// Jars in the jar: Spring Boot's.
    record Nested() implements JarLayout {
        static final String CLASSES = "BOOT-INF/classes/";
        static final String LIBRARIES = "BOOT-INF/lib/";

        @Override
        public Place place(String entry) {
            if (entry.startsWith(LIBRARIES) && entry.endsWith(".jar")) {
                return new Place.Library(entry.substring(entry.lastIndexOf('/') + 1));
            }
            if (entry.startsWith(CLASSES)) {
                String name = entry.substring(CLASSES.length());
                return name.endsWith(".class")
                        ? new Place.OwnClass(name)
                        : new Place.Resource(name);
            }
            boolean loader =
                    entry.startsWith("org/springframework/boot/loader/")
                            || entry.startsWith("BOOT-INF/")
                            || isOfJar(entry);
            return loader ? new Place.Nowhere() : new Place.Resource(entry);
        }
    }

    /// Everything side by side: an application alone, or with its dependencies' files among its
    /// own. Its own are those below the first two names of its main class's package.
    ///
    /// @param own such as `com/example/`; empty: the main class is in no package
    /// @param foreign first names of packages of all others
    record Flat(String own, Set<String> foreign) implements JarLayout {
        private static final Pattern VERSIONED =
                Pattern.compile("META-INF/versions/[0-9]{1,3}/(.+)");
        private static final int DEPTH = 2;

        static Flat of(String mainClass, List<String> entries) {
            String[] names = mainClass.split("\\.", -1);
            StringBuilder own = new StringBuilder();
            for (int i = 0; i < Math.min(DEPTH, names.length - 1); i++) {
                own.append(names[i]).append('/');
            }
            Flat alone = new Flat(own.toString(), Set.of());
            Set<String> foreign = new HashSet<>();
            for (String entry : entries) {
                String name = unversioned(entry);
                if (name.endsWith(".class") && name.indexOf('/') > 0 && !alone.isOwn(name)) {
                    foreign.add(first(name));
                }
            }
            return new Flat(own.toString(), foreign);
        }

        private static String unversioned(String entry) {
            Matcher matcher = VERSIONED.matcher(entry);
            return matcher.matches() ? matcher.group(1) : entry;
        }

        private static String first(String name) {
            return name.substring(0, name.indexOf('/') + 1);
        }

        private boolean isOwn(String name) {
            return own.isEmpty() ? name.indexOf('/') < 0 : name.startsWith(own);
        }

        @Override
        public Place place(String entry) {
            if (isOfJar(entry)) {
                return new Place.Nowhere();
            }
            String name = unversioned(entry);
            boolean isClass = name.endsWith(".class");
            if (isOwn(name) || name.indexOf('/') < 0) {
                return isClass ? new Place.OwnClass(entry) : new Place.Resource(entry);
            }
            boolean theirs = foreign.contains(first(name)) || name.startsWith("META-INF/");
            return isClass || theirs && !foreign.isEmpty()
                    ? new Place.Bundled(entry)
                    : new Place.Resource(entry);
        }
    }

    /// What says something of the jar itself: its manifest, index, signatures and module.
    private static boolean isOfJar(String entry) {
        return entry.equals(JarFile.MANIFEST_NAME)
                || entry.equals("META-INF/INDEX.LIST")
                || entry.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)")
                || entry.matches("(META-INF/versions/[0-9]+/)?module-info\\.class");
    }
}
