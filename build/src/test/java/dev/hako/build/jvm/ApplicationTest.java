package dev.hako.build.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationTest {
    @TempDir private Path folder;
    private int count;

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> entries(String manifest, String... names) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(JarFile.MANIFEST_NAME, manifest.getBytes(StandardCharsets.UTF_8));
        for (String name : names) {
            entries.put(name, name.getBytes(StandardCharsets.UTF_8));
        }
        return entries;
    }

    private Path parts() {
        return folder.resolve("parts" + count);
    }

    private Application unpacked(Map<String, byte[]> entries) throws IOException {
        count++;
        Path jar = Files.write(folder.resolve("app.jar"), zip(entries));
        return Application.unpack("app.jar", jar, Files.createDirectory(parts()));
    }

    private List<String> names(String jar) throws IOException {
        try (JarFile opened = new JarFile(parts().resolve(jar).toFile())) {
            return opened.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(name -> !name.equals(JarFile.MANIFEST_NAME))
                    .toList();
        }
    }

    @Test
    void takesSpringBootsJarsApart() throws IOException {
        Map<String, byte[]> entries =
                entries(
                        """
                        Main-Class: org.springframework.boot.loader.launch.JarLauncher
                        Start-Class: com.acme.Main
                        Spring-Boot-Lib: BOOT-INF/lib/
                        """,
                        "org/springframework/boot/loader/launch/JarLauncher.class",
                        "BOOT-INF/classes/com/acme/Main.class",
                        "BOOT-INF/classes/application.properties",
                        "BOOT-INF/classpath.idx");
        entries.put("BOOT-INF/lib/b.jar", zip(entries("", "org/b/B.class")));
        entries.put("BOOT-INF/lib/a.jar", zip(entries("", "org/a/A.class")));
        Application application = unpacked(entries);
        assertThat(application.mainClass()).isEqualTo("com.acme.Main");
        assertThat(application.libraries()).containsExactly("b.jar", "a.jar");
        assertThat(application.overlaps()).isFalse();
        assertThat(names(Application.CLASSES)).containsExactly("com/acme/Main.class");
        assertThat(names(Application.RESOURCES)).containsExactly("application.properties");
        assertThat(names("lib/a.jar")).containsExactly("org/a/A.class");
    }

    @Test
    void tellsAShadedJarsOwnFilesFromOthers() throws IOException {
        Application application =
                unpacked(
                        entries(
                                "Main-Class: com.acme.shop.cli.Main\nMulti-Release: true\n",
                                "com/acme/shop/cli/Main.class",
                                "com/acme/shop/text.txt",
                                "com/google/gson/Gson.class",
                                "com/google/gson/data",
                                "META-INF/versions/9/com/google/gson/Gson.class",
                                "META-INF/versions/9/com/acme/shop/New.class",
                                "META-INF/services/java.sql.Driver",
                                "META-INF/SIGNED.SF",
                                "module-info.class",
                                "static/index.html",
                                "logback.xml"));
        assertThat(application.libraries()).containsExactly("bundled.jar");
        assertThat(names("lib/bundled.jar"))
                .containsExactly(
                        "com/google/gson/Gson.class",
                        "com/google/gson/data",
                        "META-INF/versions/9/com/google/gson/Gson.class",
                        "META-INF/services/java.sql.Driver");
        assertThat(names(Application.CLASSES))
                .containsExactly(
                        "com/acme/shop/cli/Main.class",
                        "META-INF/versions/9/com/acme/shop/New.class");
        assertThat(names(Application.RESOURCES))
                .containsExactly("com/acme/shop/text.txt", "static/index.html", "logback.xml");
        try (JarFile jar = new JarFile(parts().resolve("lib/bundled.jar").toFile())) {
            assertThat(jar.isMultiRelease()).isTrue();
        }
    }

    @Test
    void takesLibrariesThatTheManifestNames() throws IOException {
        Path lib = Files.createDirectory(folder.resolve("lib"));
        Files.write(lib.resolve("dep.jar"), zip(entries("", "org/dep/D.class", "shared")));
        String manifest =
                "Main-Class: Main\nClass-Path: lib/dep.jar\nAdd-Opens: java.base/java.lang\n";
        Application application = unpacked(entries(manifest, "Main.class", "shared"));
        assertThat(application.libraries()).containsExactly("dep.jar");
        assertThat(application.overlaps()).isTrue();
        assertThat(application.options())
                .containsExactly("--add-opens=java.base/java.lang=ALL-UNNAMED");
    }

    @Test
    void equalContentsGiveEqualFiles() throws IOException {
        Map<String, byte[]> entries = entries("Main-Class: a.Main\n", "a/Main.class", "b/B.class");
        unpacked(entries);
        byte[] first = Files.readAllBytes(parts().resolve(Application.CLASSES));
        unpacked(entries);
        assertThat(Files.readAllBytes(parts().resolve(Application.CLASSES))).isEqualTo(first);
    }

    @Test
    void refusesWhatIsHostileOrNoApplication() throws IOException {
        Files.write(folder.resolveSibling("outside.jar"), zip(entries("")));
        refuses(
                "Main-Class: a.Main\nClass-Path: ../outside.jar\n",
                "not below the jar's directory");
        refuses("Main-Class: a.Main\nClass-Path: gone.jar\n", "there is no such file");
        refuses("Main-Class: a.Main\nClass-Path: http://x/y.jar\n", "no relative path");
        refuses("Main-Class: -version\n", "is no name of a class");
        refuses("Main-Class: a.Main\nAdd-Opens: x\"]\n", "is no MODULE/PACKAGE");
        refuses("Main-Class: a.Main\nLauncher-Agent-Class: a.B\n", "is not supported");
        refuses("Other: x\n", "has no Main-Class");
        refuses("Main-Class: a.Main\n", "is a web archive", "WEB-INF/classes/A.class");
        String boot = "Start-Class: a.Main\n";
        refuses(
                boot,
                "two libraries called",
                "BOOT-INF/classes/a/Main.class",
                "BOOT-INF/lib/x.jar",
                "BOOT-INF/lib/y/x.jar");
        refuses(boot, "cannot be called", "BOOT-INF/classes/a/M.class", "BOOT-INF/lib/ .jar");
        Files.delete(folder.resolveSibling("outside.jar"));
    }

    private void refuses(String manifest, String why, String... names) {
        assertThatThrownBy(() -> unpacked(entries(manifest, names)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(why);
    }

    @Test
    void aClassListHasNothingOfTheRunAndOfItsOwnClasses() throws IOException {
        unpacked(entries("Main-Class: a.Main\n", "a/Main.class"));
        String text =
                """
                # comment
                java/lang/Object id: 0
                org/b/B id: 7
                a/Main id: 9
                @lambda-proxy a/Main run
                @lambda-form-invoker [SPECIES] L
                x/Y id: 8 super: 0 source: z.jar
                """;
        assertThat(ClassList.of(text.getBytes(StandardCharsets.UTF_8), parts()).text())
                .isEqualTo("@lambda-form-invoker [SPECIES] L\njava/lang/Object\norg/b/B\n");
    }
}
