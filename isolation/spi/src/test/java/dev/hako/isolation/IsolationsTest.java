package dev.hako.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Isolations come from jars that this build has never seen: these tests write some.
class IsolationsTest {
    private static final HostFacts HOST =
            new HostFacts(
                    "6.18.0",
                    "amd64",
                    "Debian",
                    2,
                    1 << 30,
                    new HostFacts.HostUser(0, false, 1, Optional.empty()),
                    new HostFacts.HostCgroups("v2", List.of(), Map.of()),
                    Map.of());

    @TempDir Path folder;

    @Test
    void loadsAnIsolationFromAForeignJar() throws IOException {
        Path jar = jar("paper", isolation("Paper", "paper"), "foreign.Paper");
        try (URLClassLoader loader = loader(jar)) {
            Isolation paper = Isolations.discover(loader).named("paper");

            assertThat(paper.getClass().getClassLoader()).isSameAs(loader);
            assertThat(paper.support(HOST))
                    .isEqualTo(new Support.Unsupported("paper tears", "use a wall"));
        }
    }

    @Test
    void listsThemInTheOrderOfTheirNames() throws IOException {
        Path glass = jar("glass", isolation("Glass", "glass"), "foreign.Glass");
        Path brick = jar("brick", isolation("Brick", "brick"), "foreign.Brick");
        try (URLClassLoader loader = loader(glass, brick)) {
            assertThat(Isolations.discover(loader).all())
                    .extracting(Isolation::name)
                    .containsSubsequence("brick", "glass");
        }
    }

    @Test
    void refusesTwoOfTheSameName() throws IOException {
        Path first = jar("first", isolation("First", "same"), "foreign.First");
        Path second = jar("second", isolation("Second", "same"), "foreign.Second");
        try (URLClassLoader loader = loader(first, second)) {
            assertThatThrownBy(() -> Isolations.discover(loader))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("cannot load isolation \"same\"")
                    .hasMessageContaining("foreign.First")
                    .hasMessageContaining("foreign.Second");
        }
    }

    @Test
    void saysWhichJarNamesAClassThatIsNotThere() throws IOException {
        Path jar = jar("empty", "package foreign; class Nothing {}", "foreign.Missing");
        try (URLClassLoader loader = loader(jar)) {
            assertThatThrownBy(() -> Isolations.discover(loader))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("foreign.Missing");
        }
    }

    @Test
    void namesThoseThereAreWhenOneIsAskedForThatIsNot() throws IOException {
        Path jar = jar("paper", isolation("Paper", "paper"), "foreign.Paper");
        try (URLClassLoader loader = loader(jar)) {
            Isolations isolations = Isolations.discover(loader);

            assertThatThrownBy(() -> isolations.named("papre"))
                    .hasMessageStartingWith("no isolation \"papre\"; hint: there are: ")
                    .hasMessageContaining("paper");
        }
    }

    private static String isolation(String type, String name) {
        return """
        package foreign;
        import dev.hako.isolation.*;
        public final class %s implements Isolation {
            public String name() { return "%s"; }
            public Support support(HostFacts host) {
                return new Support.Unsupported("paper tears", "use a wall");
            }
            public Sandbox open(SandboxSpec spec) { throw new UnsupportedOperationException(); }
        }
        """
                .formatted(type, name);
    }

    private static URLClassLoader loader(Path... jars) throws IOException {
        var urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        return new URLClassLoader(urls, Isolations.class.getClassLoader());
    }

    private Path jar(String name, String source, String service) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(name));
        compile(source, classes);
        Path jar = folder.resolve(name + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
            }
            out.putNextEntry(new JarEntry("META-INF/services/" + Isolation.class.getName()));
            out.write(service.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static void compile(String source, Path classes) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            boolean done =
                    compiler.getTask(null, files, null, null, null, List.of(new Source(source)))
                            .call();
            assertThat(done).isTrue();
        }
    }

    /// Source text as the compiler wants it; the file name follows from the class it declares.
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///" + typeName(text) + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        private static String typeName(String text) {
            String declaration = text.substring(text.indexOf("class ") + "class ".length());
            return declaration.substring(0, declaration.indexOf(' '));
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
