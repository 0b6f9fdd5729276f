package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.registry.RegistrySetup;
import dev.hako.testing.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `hako build --jvm`, with a library beside the jar, on this Debian's C library.
@NeedsRoot
@NeedsProgram({"dpkg-query", "docker-registry", "setpriv"})
class JvmBuildIT {
    private static final Hako HAKO = Hako.ofThisUser();
    private static final Path PLACE = HAKO.place();
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int UID = 64_077;
    private static final String MAIN =
            """
            package com.acme.shop;

            public class Main {
                public static void main(String[] args) throws Exception {
                    try (var in = Main.class.getResourceAsStream("/greeting")) {
                        System.out.print(new String(in.readAllBytes()));
                    }
                    System.out.println(org.dep.Library.name() + "SAYS" + String.join(",", args));
                    System.out.println(Main.class.getPackage().getImplementationVersion());
                    System.out.println(Runtime.getRuntime().maxMemory() >> 20);
                }
            }
            """;
    private static final String LIBRARY =
            """
            package org.dep;

            public class Library {
                public static String name() {
                    return java.util.logging.Logger.getLogger("library").getName();
                }
            }
            """;

    @BeforeAll
    static void makeLibraryAndBase() throws IOException {
        Path archive = PLACE.resolve("libc.tar");
        PackageTree.make(archive, "libc6", "zlib1g");
        HAKO.answer("import", archive.toString(), "libc:1");
        Files.createDirectories(PLACE.resolve("lib"));
        compile("Library", LIBRARY, "library");
        tool("jar", "-cf", PLACE + "/lib/dep.jar", "-C", PLACE + "/library", ".");
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static void tool(String name, String... words) {
        assertThat(ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, words))
                .isZero();
    }

    private static void compile(String name, String text, String into) throws IOException {
        Path source = Files.writeString(PLACE.resolve(name + ".java"), text);
        tool(
                "javac",
                "-cp",
                PLACE + "/lib/dep.jar",
                "-d",
                PLACE.resolve(into).toString(),
                source.toString());
    }

    /// An application whose manifest says where its library is.
    private static void application(String says) throws IOException {
        compile("Main", MAIN.replace("SAYS", says), "shop");
        Files.writeString(PLACE.resolve("shop/greeting"), "good morning\n");
        Path manifest =
                Files.writeString(
                        PLACE.resolve("manifest"),
                        """
                        Main-Class: com.acme.shop.Main
                        Class-Path: lib/dep.jar
                        Implementation-Title: Shop
                        Implementation-Version: 1.2
                        """);
        tool("jar", "-cfm", PLACE + "/app.jar", manifest.toString(), "-C", PLACE + "/shop", ".");
    }

    private static String built(String tag, String... options) {
        List<String> words = new ArrayList<>(List.of("build", "--jvm", "app.jar"));
        words.addAll(List.of("--base", "libc:1", "-t", tag));
        words.addAll(List.of(options));
        Result result = HAKO.shell("hako " + String.join(" ", words));
        assertThat(result.status()).as(result.error()).isZero();
        return result.error();
    }

    private static List<String> layers(String image) {
        String layers = HAKO.answer("inspect", "--format", "{{json .RootFS.Layers}}", image);
        return List.of(layers.replaceAll("[\\[\\]\"]", "").split(",", -1));
    }

    @Test
    void aChangeOfCodeChangesAndUploadsOneLayer() throws IOException {
        application(" one ");
        try (TestRegistry registry = new RegistrySetup(PLACE.resolve("registry")).start()) {
            String first = registry.reference("shop:1");
            String second = registry.reference("shop:2");
            built(first, "--train", "first");
            assertThat(HAKO.answer("run", "--rm", "-m", "400m", first, "a", "b"))
                    .matches("good morning\nlibrary one a,b\n1\\.2\n2[67][0-9]");
            HAKO.answer("push", first);
            long before = uploads(registry);
            application(" two ");
            assertThat(built(second, "--train", "first"))
                    .contains("[jvm] link java.base,java.logging");
            assertThat(HAKO.answer("run", "--rm", second)).contains("library two \n");
            HAKO.answer("push", second);
            List<String> changed = new ArrayList<>(layers(second));
            assertThat(changed).hasSameSizeAs(layers(first));
            changed.removeAll(layers(first));
            assertThat(changed).containsExactly(layers(second).getLast());
            assertThat(uploads(registry) - before).as("a layer and a configuration").isEqualTo(2);
        }
    }

    private static long uploads(TestRegistry registry) {
        return registry.log()
                .lines()
                .filter(line -> line.contains("\"PUT /v2/shop/blobs/"))
                .count();
    }

    @Test
    void libraryClassesOfATrainingRunComeReady() throws IOException {
        application(" ");
        built("trained", "--train", "\"-Dkind=training now\"", "--jvm-option", "-Xlog:class+load");
        String loaded = HAKO.answer("run", "--rm", "trained");
        assertThat(loaded)
                .containsPattern("org\\.dep\\.Library source: shared objects file")
                .containsPattern("com\\.acme\\.shop\\.Main source: file:/app/classes\\.jar");
    }

    @Test
    void anOrdinaryUserBuildsOne() throws IOException {
        application(" his ");
        try (Hako user = Hako.ofUser(UID)) {
            Programs.run(
                    DEADLINE,
                    "cp",
                    "-r",
                    PLACE + "/app.jar",
                    PLACE + "/lib",
                    PLACE + "/libc.tar",
                    user.place().toString());
            Programs.run(DEADLINE, "chmod", "-R", "a+rX", user.place().toString());
            user.answer("import", user.place() + "/libc.tar", "libc:1");
            Result result = user.shell("hako build --jvm app.jar --base libc:1 -t his");
            assertThat(result.status()).as(result.error()).isZero();
            assertThat(user.answer("run", "--rm", "his")).contains("library his \n");
        }
    }

    @Test
    void equalJarsGiveEqualImages() throws IOException {
        application(" ");
        built("equal:1");
        Path again = PLACE.resolve("app.jar");
        Files.delete(again);
        application(" ");
        Files.setLastModifiedTime(again, FileTime.fromMillis(0));
        built("equal:2");
        assertThat(HAKO.answer("images", "-q", "--no-trunc", "equal:2"))
                .isEqualTo(HAKO.answer("images", "-q", "--no-trunc", "equal:1"));
        assertThat(HAKO.answer("inspect", "--format", "{{json .Config.Labels}}", "equal:1"))
                .isEqualTo(
                        "{\"org.opencontainers.image.base.name\":\"libc:1\","
                                + "\"org.opencontainers.image.title\":\"Shop\","
                                + "\"org.opencontainers.image.version\":\"1.2\"}");
    }

    @Test
    void saysWhatItDoesNotTake() throws IOException {
        application(" ");
        refuses("--jvm app.jar .", "--jvm needs no context");
        refuses("--jvm app.jar -f x", "-f, --file is of Dockerfiles");
        refuses("--train x .", "--train is only for --jvm");
        refuses("--jvm lib/dep.jar", "the manifest of \"lib/dep.jar\" has no Main-Class");
        refuses("--jvm manifest", "\"manifest\" is no jar");
        refuses("--jvm gone.jar", "there is no \"gone.jar\"");
        refuses("--jvm app.jar --jdk lib", "is no JDK: it has no bin/jdeps");
        refuses("", "\"hako build\" needs a directory");
    }

    private static void refuses(String options, String why) {
        Result result = HAKO.shell("hako build " + options);
        assertThat(result.status()).as(options).isNotZero();
        assertThat(result.error()).contains(why);
    }
}
