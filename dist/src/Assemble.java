/// Assembles the distribution, the relocatable tree that a user installs:
///
/// - `bin/hako`: the native launcher; it finds the rest from where it is itself
/// - `bin/hako-runtime`: the OCI runtime command
/// - `lib/hako/*.jar`: the app and all its dependencies, flat (an AOT cache takes no folders)
/// - `lib/hako/cri/*.jar`: what only an engine has on its class path that serves the kubelet
/// - `lib/hako/compare/*.jar`: what `hako compare` has on its class path besides both
/// - `lib/hako/engine.args`: options of the engine's JVM, one a line
/// - `lib/hako/java-home`: the JDK that runs this program
/// - `lib/hako/build-id`: 32 hexadecimal digits over all of the above but the JDK; client and engine
///   of one tree have the same
/// - `share`: manual pages and scripts of shells, which the app itself writes
///
/// The tree is made beside its place and then moved there, and a tree that would not change is left
/// alone: an engine that runs from it keeps its jars.
///
/// Usage: `java Assemble.java JARS APP_JARS ENGINE_ARGS DIST`, where JARS holds the class path of all there is, and
/// APP_JARS that of what the app always needs
void main(String[] args) throws IOException, InterruptedException {
    Path dist = Path.of(args[3]).toAbsolutePath().normalize();
    Path fresh = dist.resolveSibling(dist.getFileName() + ".new");
    delete(fresh);

    Path lib = Files.createDirectories(fresh.resolve("lib/hako"));
    Path cri = Files.createDirectories(lib.resolve("cri"));
    Path compare = Files.createDirectories(lib.resolve("compare"));
    List<Path> always = jars(args[1]);
    for (Path jar : jars(args[0])) {
        boolean app = isOf(jar, "app");
        copy(jar, app || always.contains(jar) ? lib : isOf(jar, "compare") ? compare : cri);
    }
    copy(Path.of(args[2]), lib);
    Path bin = Files.createDirectories(fresh.resolve("bin"));
    for (String program : List.of("hako", "hako-runtime")) {
        extract(lib, program, bin.resolve(program));
    }
    write(lib.resolve("build-id"), buildId(fresh));
    write(lib.resolve("java-home"), System.getProperty("java.home"));
    writeShare(lib, fresh.resolve("share"));

    if (same("lib/hako/build-id", dist, fresh) && same("lib/hako/java-home", dist, fresh)) {
        delete(fresh);
    } else {
        replace(dist, fresh);
    }
}

boolean isOf(Path jar, String module) {
    return jar.getFileName().toString().startsWith("hako-" + module + "-");
}

List<Path> jars(String list) throws IOException {
    return Stream.of(Files.readString(Path.of(list)).strip().split(File.pathSeparator))
            .map(Path::of)
            .toList();
}

/// Takes a native program for this machine out of its jar: it is the same file wherever it is used.
void extract(Path lib, String program, Path target) throws IOException {
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    String resource = "dev/hako/launcher/" + machine + "/" + program;
    try (var jar = new ZipFile(launcherJar(lib).toFile())) {
        ZipEntry entry = jar.getEntry(resource);
        if (entry == null) {
            throw new IOException("no \"" + resource + "\" in \"" + jar.getName() + "\"");
        }
        try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, target);
        }
    }
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
}

/// It follows from the jars, so the build id need not cover it.
void writeShare(Path lib, Path share) throws IOException, InterruptedException {
    Process writer =
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            lib + "/*",
                            "dev.hako.app.manual.ShareTree",
                            share.toString())
                    .inheritIO()
                    .start();
    if (writer.waitFor() != 0) {
        throw new IOException("cannot write \"" + share + "\"");
    }
}

Path launcherJar(Path lib) throws IOException {
    return files(lib).stream()
            .filter(file -> file.getFileName().toString().startsWith("hako-launcher-"))
            .findFirst()
            .orElseThrow(() -> new IOException("no hako-launcher jar in \"" + lib + "\""));
}

String buildId(Path tree) throws IOException {
    MessageDigest digest = sha256();
    try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        for (Path file : files(tree)) {
            String header = tree.relativize(file) + "\n" + Files.size(file) + "\n";
            out.write(header.getBytes(StandardCharsets.UTF_8));
            Files.copy(file, out);
        }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
}

MessageDigest sha256() {
    try {
        return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every JDK has SHA-256", e);
    }
}

void replace(Path dist, Path fresh) throws IOException {
    Path old = dist.resolveSibling(dist.getFileName() + ".old");
    delete(old);
    if (Files.exists(dist)) {
        Files.move(dist, old);
    }
    Files.move(fresh, dist);
    delete(old);
}

boolean same(String name, Path one, Path other) throws IOException {
    return Files.exists(one.resolve(name))
            && Files.mismatch(one.resolve(name), other.resolve(name)) < 0;
}

void copy(Path file, Path folder) throws IOException {
    Files.copy(file, folder.resolve(file.getFileName()));
}

void write(Path file, String line) throws IOException {
    Files.writeString(file, line + "\n");
}

List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
        return all.filter(Files::isRegularFile).sorted().toList();
    }
}

void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
