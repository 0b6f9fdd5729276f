package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Images made of archives on the web, which busybox's server has.
@NeedsRoot
@NeedsProgram({"busybox", "zstd"})
class ImportIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Hako HAKO = Hako.ofThisUser();
    private static Process server;
    private static String host;

    @BeforeAll
    static void serve() throws IOException {
        Path web = HAKO.place().resolve("web");
        BusyboxTree.make(HAKO.place().resolve("tree"), 0);
        shell(
                "mkdir -p web/private; tar -C tree -cf web/root.tar .; gzip -k web/root.tar"
                        + "; zstd -q web/root.tar; cp web/root.tar web/private; xz -k web/root.tar"
                        + "; echo '/private:me:s:ecret' > httpd.conf; head -c 1000000 web/root.tar > web/half.tar");
        int port = freePort();
        host = "127.0.0.1:" + port;
        server =
                new ProcessBuilder("busybox", "httpd", "-f", "-p", host, "-c", "../httpd.conf")
                        .directory(web.toFile())
                        .start();
        Await.until("the server", DEADLINE, () -> listens(port));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void leaveNothing() {
        server.destroyForcibly();
        HAKO.close();
    }

    @BeforeEach
    void forgetImages() {
        shell("hako image prune -a -f");
    }

    private static String shell(String line) {
        Result result = HAKO.shell(line);
        assertThat(result.status()).as(result.error()).isZero();
        return result.output().stripTrailing();
    }

    private static String refused(String line) {
        Result result = HAKO.shell(line);
        assertThat(result.status()).as(result.output()).isNotZero();
        assertThat(shell("hako images -q")).isEmpty();
        return result.error();
    }

    @Test
    void anArchiveOnTheWebBecomesAnImage() {
        for (String name : new String[] {"root.tar", "root.tar.gz", "root.tar.zst"}) {
            String url = "http://" + host + "/" + name;
            assertThat(HAKO.answer("import", "-c", "ENV PATH=/bin", url, "web:1"))
                    .startsWith("sha256:");
            assertThat(HAKO.answer("run", "--rm", "web:1", "echo", "here")).isEqualTo("here");
            assertThat(shell("hako history --format '{{.Comment}}' web:1"))
                    .isEqualTo("Imported from " + url);
        }
    }

    @Test
    void aNameAndPasswordAreToldToTheServerAndToNobodyElse() {
        String url = host + "/private/root.tar";
        assertThat(refused("hako import http://" + url)).contains("the server denies it (401)");
        shell("hako import http://me:s:ecret@" + url + " secret:1");
        assertThat(shell("hako history secret:1; hako image inspect secret:1"))
                .doesNotContain("s:ecret");
        assertThat(refused("hako rmi secret:1 > /dev/null; hako import http://me:guess@" + url))
                .contains("cannot get \"http://" + url + "\"")
                .doesNotContain("guess");
    }

    @Test
    void saysWhatIsWrongWithAnAddress() {
        assertThat(refused("hako import http://" + host + "/none.tar"))
                .contains("cannot get \"http://" + host + "/none.tar\": there is none (404)");
        assertThat(refused("hako import https://" + host + "/root.tar"))
                .contains("does not speak TLS");
        assertThat(refused("hako import http://user:secret@/x"))
                .contains("the address of the web is none")
                .doesNotContain("secret");
        assertThat(refused("hako import http://" + host + "/root.tar.xz"))
                .contains("it is compressed with xz");
        assertThat(refused("hako import http://" + host + "/half.tar")).contains("cannot");
    }
}
