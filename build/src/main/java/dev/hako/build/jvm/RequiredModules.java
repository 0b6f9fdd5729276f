package dev.hako.build.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/// What a jar that is a module says that it requires of a JDK. On a class path nobody else asks it,
/// and jdeps would want all the modules that it names.
final class RequiredModules {
    private RequiredModules() {}

    /// Empty for a jar that is no module.
    static Optional<Set<String>> of(Path library) throws IOException {
        try (JarFile jar = new JarFile(library.toFile(), false)) {
            Set<String> modules = new TreeSet<>();
            boolean any = false;
            var all = jar.entries();
            while (all.hasMoreElements()) {
                JarEntry entry = all.nextElement();
                if (entry.getName().matches("(META-INF/versions/[0-9]+/)?module-info\\.class")) {
                    any = true;
                    modules.addAll(required(jar, entry));
                }
            }
            return any ? Optional.of(modules) : Optional.empty();
        }
    }

    private static Set<String> required(JarFile jar, JarEntry entry) throws IOException {
        Set<String> modules = new TreeSet<>();
        try (InputStream in = jar.getInputStream(entry)) {
            for (ModuleDescriptor.Requires required : ModuleDescriptor.read(in).requires()) {
                String name = required.name();
                boolean optional =
                        required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC);
                if (!optional && (name.startsWith("java.") || name.startsWith("jdk."))) {
                    modules.add(name);
                }
            }
        } catch (InvalidModuleDescriptorException _) {
            // The runtime would not read it either, since it is on the class path.
        }
        return modules;
    }
}
