package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Dockerfiles as people write them, on files of Debian's packages.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BuildExamplesContract {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Hako hako;

    /// @param hako the instance to use; it is closed by this class
    BuildExamplesContract(Hako hako) {
        this.hako = hako;
    }

    @BeforeAll
    void makeBase() {
        Path archive = hako.place().resolve("debian.tar");
        PackageTree.make(
                archive,
                "dash",
                "coreutils",
                "busybox-static",
                "gcc",
                "libc6-dev",
                "python3.11-minimal",
                "nginx");
        hako.answer("import", archive.toString(), "debian:1");
    }

    @AfterAll
    void leaveNothing() {
        hako.close();
    }

    private Path context(String name, String dockerfile) throws IOException {
        Path context = Files.createDirectory(hako.place().resolve(name));
        Files.writeString(context.resolve("Dockerfile"), dockerfile);
        return context;
    }

    private void build(Path context, String tag) throws IOException {
        Result built = hako.run("build", "-q", "-t", tag, context.toString());
        assertThat(built.error()).isEmpty();
        assertThat(built.status()).isZero();
        compare(context);
    }

    Hako hako() {
        return hako;
    }

    /// Compares the result with what others make of the same context.
    void compare(Path context) throws IOException {}

    @Test
    void buildsAProgramInTwoStages() throws IOException {
        Path context =
                context(
                        "program",
                        """
                        FROM debian:1 AS build
                        WORKDIR /src
                        COPY main.c .
                        RUN gcc -O2 -static -o hello main.c

                        FROM scratch
                        COPY --from=build /src/hello /hello
                        ENTRYPOINT ["/hello"]
                        """);
        Files.writeString(
                context.resolve("main.c"),
                "#include <stdio.h>\nint main(void) { puts(\"hello from C\"); return 0; }\n");
        build(context, "program");
        assertThat(hako.answer("run", "--rm", "program")).isEqualTo("hello from C");
        assertThat(hako.answer("history", "-q", "program").lines()).hasSize(2);
    }

    @Test
    void buildsAScript() throws IOException {
        Path context =
                context(
                        "script",
                        """
                        FROM debian:1
                        COPY main.py /app/
                        RUN python3.11 -c 'import py_compile; py_compile.compile("/app/main.py", invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)'
                        ENTRYPOINT ["python3.11", "/app/main.py"]
                        CMD ["nobody"]
                        """);
        Files.writeString(
                context.resolve("main.py"),
                "import sys\nprint('hello from python', sys.argv[1])\n");
        build(context, "script");
        assertThat(hako.answer("run", "--rm", "script", "you")).isEqualTo("hello from python you");
    }

    @Test
    void buildsAServer() throws IOException {
        Path context =
                context(
                        "server",
                        """
                        FROM debian:1
                        ARG GREETING=shop
                        RUN echo root:x:0:0:root:/root:/bin/sh > /etc/passwd && echo root:x:0: > /etc/group
                        RUN mkdir -p /srv /var/log/nginx /var/lib/nginx /tmp && echo $GREETING > /srv/index.html
                        COPY nginx.conf /etc/nginx.conf
                        EXPOSE 80
                        CMD ["nginx", "-c", "/etc/nginx.conf"]
                        """);
        Files.writeString(
                context.resolve("nginx.conf"),
                """
                daemon off; error_log stderr; pid /tmp/pid; user root root; events {}
                http {
                    access_log /dev/stdout;
                    client_body_temp_path /tmp/a; proxy_temp_path /tmp/b; fastcgi_temp_path /tmp/c;
                    uwsgi_temp_path /tmp/d; scgi_temp_path /tmp/e;
                    server { listen 8080; root /srv; }
                }
                """);
        build(context, "server");
        serves("server", "shop\n");
    }

    private void serves(String image, String page) {
        hako.answer("run", "-d", "--name", image, image);
        Await.until(
                "it serves",
                DEADLINE,
                () ->
                        hako.run("exec", image, "busybox", "wget", "-qO-", "http://127.0.0.1:8080/")
                                .equals(Result.printed(page)));
        hako.answer("rm", "-f", image);
    }

    @Test
    void buildsAService() throws IOException {
        Path context =
                context(
                        "service",
                        """
                        FROM debian:1
                        COPY runtime /opt/java
                        ENV PATH=/opt/java/bin:/usr/sbin:/usr/bin
                        WORKDIR /app
                        COPY Service.java .
                        RUN java -version && java Service.java once
                        CMD ["java", "Service.java"]
                        """);
        Files.writeString(
                context.resolve("Service.java"),
                """
                import com.sun.net.httpserver.HttpServer;
                import java.net.InetSocketAddress;

                class Service {
                    public static void main(String[] args) throws Exception {
                        if (args.length > 0) {
                            return;
                        }
                        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
                        server.createContext("/", exchange -> {
                            byte[] page = "hello from Java\\n".getBytes();
                            exchange.sendResponseHeaders(200, page.length);
                            exchange.getResponseBody().write(page);
                            exchange.close();
                        });
                        server.start();
                    }
                }
                """);
        int linked =
                ToolProvider.findFirst("jlink")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "--add-modules=java.base,jdk.httpserver,jdk.compiler",
                                "--strip-debug",
                                "--output=" + context.resolve("runtime"));
        assertThat(linked).isZero();
        build(context, "service");
        serves("service", "hello from Java\n");
    }
}
