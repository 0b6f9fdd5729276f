package dev.hako.testing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsProgram({"docker-registry", "openssl"})
class TestRegistryIT {
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    @TempDir Path folder;

    @Test
    void servesAndLeaves() throws Exception {
        ProcessHandle self = ProcessHandle.current();
        try (var registry = new RegistrySetup(folder).start()) {
            assertThat(status(registry)).isEqualTo(200);
            assertThat(registry.reference("box:1")).matches("127\\.0\\.0\\.1:\\d+/box:1");
        }
        assertThat(self.descendants().map(child -> child.info().command().orElse("")))
                .noneMatch(command -> command.contains("docker-registry"));
    }

    @Test
    void asksForAPassword() throws Exception {
        try (var registry = new RegistrySetup(folder).withPassword().start()) {
            assertThat(status(registry)).isEqualTo(401);
            assertThat(status(registry, "Basic YWxpY2U6Y29ycmVjdCBob3JzZQ==")).isEqualTo(200);
        }
    }

    @Test
    void takesTokensOfItsServer() throws Exception {
        TestAuthority authority = TestAuthority.make(folder.resolve("ca"));
        try (var tokens = TokenServer.start(authority.server());
                var registry = new RegistrySetup(folder).withTokens(tokens).start()) {
            assertThat(status(registry)).isEqualTo(401);
            String answer = get(URI.create(tokens.realm() + "?service=x")).body();
            Matcher token = TOKEN.matcher(answer);
            assertThat(token.find()).isTrue();
            assertThat(status(registry, "Bearer " + token.group(1))).isEqualTo(200);
        }
    }

    private static int status(TestRegistry registry, String... authorization) throws Exception {
        return get(URI.create("http://" + registry.host() + "/v2/"), authorization).statusCode();
    }

    private static HttpResponse<String> get(URI uri, String... authorization) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(uri);
            Stream.of(authorization).forEach(value -> request.header("Authorization", value));
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
