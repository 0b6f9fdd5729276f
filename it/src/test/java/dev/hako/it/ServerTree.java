package dev.hako.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// A root file system with busybox and this machine's nginx, redis and python3, each with the
/// libraries that it is linked with.
final class ServerTree {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
    private static final List<String> PROGRAMS =
            List.of(
                    "/usr/sbin/nginx",
                    "/usr/bin/redis-server",
                    "/usr/bin/redis-cli",
                    "/usr/bin/python3");

    private static final String NGINX =
            """
            daemon off; error_log stderr; pid /tmp/pid; user root root; events {}
            http {
                access_log /dev/stdout;
                client_body_temp_path /tmp/a; proxy_temp_path /tmp/b; fastcgi_temp_path /tmp/c;
                uwsgi_temp_path /tmp/d; scgi_temp_path /tmp/e;
                server { listen 80; location / { return 200 shop; } }
            }
            """;

    private ServerTree() {}

    /// @param folder to be made
    static void make(Path folder) throws IOException {
        BusyboxTree.make(folder, 0);
        for (String program : PROGRAMS) {
            copy(Path.of(program), folder);
            for (String library : libraries(program)) {
                copy(Path.of(library), folder);
            }
        }
        copyModulesOfPython(folder);
        Files.createDirectories(folder.resolve("var/lib/nginx"));
        Files.createDirectories(folder.resolve("var/log/nginx"));
        Files.writeString(folder.resolve("etc/nginx.conf"), NGINX);
    }

    private static List<String> libraries(String program) {
        Result linked = Programs.run(DEADLINE, Path.of("/dev/null"), List.of("ldd", program));
        return LIBRARY.matcher(linked.output()).results().map(found -> found.group(1)).toList();
    }

    private static void copy(Path file, Path folder) throws IOException {
        Path to = folder.resolve(Path.of("/").relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file.toRealPath(), to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copyModulesOfPython(Path folder) throws IOException {
        String name = Path.of("/usr/bin/python3").toRealPath().getFileName().toString();
        Path to = Files.createDirectories(folder.resolve("usr/lib/" + name));
        String line =
                "tar -C /usr/lib/%s --exclude=__pycache__ --exclude=test -c . | tar -C %s -x"
                        .formatted(name, to);
        Programs.run(DEADLINE, "sh", "-c", line);
    }
}
