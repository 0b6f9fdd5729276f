package dev.hako.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.Configuration;
import dev.hako.image.registry.configuration.RegistrySettings;
import dev.hako.image.registry.credential.Credential;
import dev.hako.image.registry.credential.Credentials;
import dev.hako.image.source.Document;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.registry.RegistrySetup;
import dev.hako.testing.registry.TestAuthority;
import dev.hako.testing.registry.TestRegistry;
import dev.hako.testing.registry.TokenServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsProgram({"docker-registry", "openssl"})
class RegistryIT {
    private static final Credential ALICE =
            new Credential.Password(RegistrySetup.USER, RegistrySetup.PASSWORD);

    @TempDir Path folder;
    private final Registries registries = new Registries();
    private Access access = Access.ANONYMOUS;

    @Test
    void whatIsPushedIsPulledByteForByte() throws IOException {
        MemoryImage image = MemoryImage.of(0, 10, 3_000_000);
        try (TestRegistry registry = new RegistrySetup(folder).start()) {
            push(image, registry.reference("team/box:1"));
            requirePulled(image, registry.reference("team/box:1"));
            requirePulled(
                    image, registry.reference("team/box@" + image.top().descriptor().digest()));
        }
    }

    @Test
    void saysWhatATagStandsForWithoutFetchingIt() throws IOException {
        MemoryImage image = MemoryImage.of(10);
        try (TestRegistry registry = new RegistrySetup(folder).start()) {
            push(image, registry.reference("box:1"));
            try (RegistrySource source = source(registry.reference("box:1"))) {
                assertThat(source.topDescriptor()).contains(image.top().descriptor());
            }
        }
    }

    @Test
    void aBlobBeginsWhereverItIsWanted() throws IOException {
        MemoryImage image = MemoryImage.of(100_000);
        Descriptor layer = image.layers().getFirst();
        try (TestRegistry registry = new RegistrySetup(folder).start()) {
            push(image, registry.reference("box:1"));
            try (RegistrySource source = source(registry.reference("box:1"));
                    InputStream in = source.blob(layer, 70_000);
                    InputStream end = source.blob(layer, layer.sizeBytes())) {
                assertThat(in).hasBinaryContent(tail(image.bytes(layer), 70_000));
                assertThat(end).isEmpty();
            }
            assertThat(registry.log()).contains("206");
        }
    }

    @Test
    void aBlobOfAnotherRepositoryIsNotSentAgain() throws IOException {
        MemoryImage image = MemoryImage.of(100_000);
        Descriptor layer = image.layers().getFirst();
        try (TestRegistry registry = new RegistrySetup(folder).start()) {
            push(image, registry.reference("one/box:1"));
            try (RegistryDestination destination = destination(registry.reference("two/box:1"))) {
                assertThat(destination.has(layer)).isFalse();
                destination.mountable(layer.digest(), List.of("two/box", "one/box"));
                assertThat(destination.has(layer)).isTrue();
                destination.mountable(image.config().digest(), List.of("nobody/has"));
                assertThat(destination.has(image.config())).isFalse();
                destination.put(image.config(), image);
                destination.name(image.top());
            }
            requirePulled(image, registry.reference("two/box:1"));
        }
    }

    @Test
    void listsTagsAndRepositories() throws IOException {
        MemoryImage image = MemoryImage.of(10);
        try (TestRegistry registry = new RegistrySetup(folder).start()) {
            push(image, registry.reference("box:1"));
            push(image, registry.reference("box:2"));
            push(image, registry.reference("other/box:2"));
            try (RegistrySource source = source(registry.reference("box:1"));
                    Registry whole = registries.registry(registry.host(), access)) {
                assertThat(source.tags()).containsExactlyInAnyOrder("1", "2");
                assertThat(whole.repositories()).containsExactly("box", "other/box");
            }
        }
    }

    @Test
    void whatRefersToAnImageIsFoundThroughATag() throws IOException {
        MemoryImage image = MemoryImage.of(10);
        Document signature = Referring.to(image.top().descriptor(), image.config());
        try (TestRegistry registry = new RegistrySetup(folder).start()) {
            push(image, registry.reference("box:1"));
            try (RegistryDestination destination = destination(registry.reference("box:1"));
                    RegistrySource source = source(registry.reference("box:1"))) {
                Digest subject = image.top().descriptor().digest();
                assertThat(source.referrers(subject)).isEmpty();
                destination.put(signature);
                destination.put(signature);
                assertThat(source.referrers(subject))
                        .singleElement()
                        .satisfies(found -> {
                            assertThat(found.digest()).isEqualTo(signature.descriptor().digest());
                            assertThat(found.artifactType()).isEqualTo("application/vnd.test");
                        });
            }
        }
    }

    @Test
    void anImageThatIsNotThereIsNamed() throws IOException {
        try (TestRegistry registry = new RegistrySetup(folder).start();
                RegistrySource source = source(registry.reference("box:1"))) {
            assertThatThrownBy(source::top)
                    .hasMessage(
                            "cannot get manifest \"1\" of \"%s/box\": there is none (404 MANIFEST_UNKNOWN: manifest unknown); hint: check the name; what is private is seen only after a login"
                                    .formatted(registry.host()))
                    .extracting("kind")
                    .isEqualTo(Failure.Kind.NOT_FOUND);
        }
    }

    @Test
    void aPasswordOpensARegistryThatAsksForOne() throws IOException {
        MemoryImage image = MemoryImage.of(10);
        try (TestRegistry registry = new RegistrySetup(folder).withPassword().start()) {
            try (RegistrySource source = source(registry.reference("box:1"))) {
                assertThatThrownBy(source::top)
                        .hasMessageContaining("a login is needed")
                        .hasMessageEndingWith("hint: hako login " + registry.host());
            }
            access = access.with(Credentials.of(ALICE));
            push(image, registry.reference("box:1"));
            requirePulled(image, registry.reference("box:1"));
        }
    }

    @Test
    void aTokenOpensARegistryThatAsksForOne() throws IOException {
        MemoryImage image = MemoryImage.of(10, 20);
        TestAuthority authority = TestAuthority.make(folder.resolve("ca"));
        try (TokenServer tokens = TokenServer.start(authority.server());
                TestRegistry registry = new RegistrySetup(folder).withTokens(tokens).start()) {
            assertThatThrownBy(() -> push(image, registry.reference("box:1")))
                    .hasMessageContaining("a login is needed");
            int before = tokens.requests().size();
            access = access.with(Credentials.of(ALICE));
            push(image, registry.reference("box:1"));
            assertThat(tokens.requests()).hasSize(before + 1);
            access = access.with(Credentials.NONE);
            requirePulled(image, registry.reference("box:1"));
            assertThat(tokens.requests()).hasSize(before + 2);
        }
    }

    @Test
    void anIdentityTokenIsExchanged() throws IOException {
        MemoryImage image = MemoryImage.of(10);
        TestAuthority authority = TestAuthority.make(folder.resolve("ca"));
        access =
                access.with(
                        Credentials.of(new Credential.IdentityToken(TokenServer.IDENTITY_TOKEN)));
        try (TokenServer tokens = TokenServer.start(authority.server());
                TestRegistry registry = new RegistrySetup(folder).withTokens(tokens).start()) {
            push(image, registry.reference("box:1"));
            assertThat(tokens.requests()).singleElement().asString().startsWith("POST ");
        }
    }

    @Test
    void aRegistryTokenIsShownAsItIs() throws IOException {
        MemoryImage image = MemoryImage.of(10);
        TestAuthority authority = TestAuthority.make(folder.resolve("ca"));
        try (TokenServer tokens = TokenServer.start(authority.server());
                TestRegistry registry = new RegistrySetup(folder).withTokens(tokens).start()) {
            String token = tokens.issue("repository:box:pull,push");
            access = access.with(Credentials.of(new Credential.RegistryToken(token)));
            push(image, registry.reference("box:1"));
            requirePulled(image, registry.reference("box:1"));
            assertThat(tokens.requests()).isEmpty();
            assertThatThrownBy(() -> push(image, registry.reference("other:1")))
                    .isInstanceOf(Failure.class);
        }
    }

    @Test
    void aWrongPasswordIsToldFromAMissingOne() throws IOException {
        TestAuthority authority = TestAuthority.make(folder.resolve("ca"));
        access = access.with(Credentials.of(new Credential.Password("alice", "wrong")));
        try (TokenServer tokens = TokenServer.start(authority.server());
                TestRegistry registry = new RegistrySetup(folder).withTokens(tokens).start();
                Registry whole = registries.registry(registry.host(), access)) {
            assertThatThrownBy(whole::check)
                    .hasMessageContaining("the login is not accepted")
                    .hasMessageEndingWith("hint: hako login " + registry.host());
        }
    }

    @Test
    void aRegistryWithTlsNeedsAKnownAuthority() throws IOException {
        MemoryImage image = MemoryImage.of(10);
        TestAuthority authority = TestAuthority.make(folder.resolve("ca"));
        try (TestRegistry registry =
                new RegistrySetup(folder).withClientCertificates(authority).start()) {
            assertThatThrownBy(() -> push(image, registry.reference("box:1")))
                    .hasMessageContaining("nobody known here vouches for the certificate of")
                    .hasMessageEndingWith(
                            "hint: put the certificate of its authority into \"/etc/hako/certs.d/%s/ca.crt\""
                                    .formatted(registry.host()));
            Path own = Files.createDirectories(folder.resolve("certs.d/" + registry.host()));
            Files.copy(authority.certificate(), own.resolve("ca.crt"));
            TestAuthority.Identity client = authority.client();
            Files.copy(client.certificate(), own.resolve("client.cert"));
            Files.copy(client.key(), own.resolve("client.key"));
            access = new Access(Credentials.NONE, trusting(folder.resolve("certs.d")));
            push(image, registry.reference("box:1"));
            requirePulled(image, registry.reference("box:1"));
        }
    }

    @Test
    void aTokenServerWithoutTlsIsNotToldThePassword() throws IOException {
        TestAuthority authority = TestAuthority.make(folder.resolve("ca"));
        Path own = folder.resolve("certs.d");
        try (TokenServer tokens = TokenServer.start(authority.server());
                TestRegistry registry =
                        new RegistrySetup(folder).withTokens(tokens).withTls(authority).start()) {
            Files.createDirectories(own.resolve(registry.host()));
            Files.copy(authority.certificate(), own.resolve(registry.host()).resolve("ca.crt"));
            access = new Access(Credentials.of(ALICE), trusting(own));
            try (RegistrySource source = source(registry.reference("box:1"))) {
                assertThatThrownBy(source::top)
                        .hasMessageContaining("would hear your password in the clear")
                        .extracting("kind")
                        .isEqualTo(Failure.Kind.DENIED);
            }
            assertThat(tokens.requests()).isEmpty();
        }
    }

    @Test
    void aMirrorIsAskedFirst() throws IOException {
        MemoryImage image = MemoryImage.of(10);
        try (TestRegistry mirror = new RegistrySetup(folder.resolve("mirror")).start()) {
            push(image, mirror.reference("box:1"));
            access = new Access(Credentials.NONE, mirrored("registry.invalid", mirror));
            requirePulled(image, "registry.invalid/box:1");
        }
    }

    @Test
    void whatAMirrorHasNotComesFromTheRegistry() throws IOException {
        MemoryImage image = MemoryImage.of(10);
        try (TestRegistry mirror = new RegistrySetup(folder.resolve("mirror")).start();
                TestRegistry registry = new RegistrySetup(folder.resolve("registry")).start()) {
            push(image, registry.reference("box:1"));
            access = new Access(Credentials.NONE, mirrored(registry.host(), mirror));
            requirePulled(image, registry.reference("box:1"));
            assertThat(mirror.log()).contains("box/manifests/1");
        }
    }

    private static Configuration mirrored(String registry, TestRegistry mirror) {
        var settings = new RegistrySettings(List.of(URI.create("http://" + mirror.host())), false);
        return new Configuration(
                Map.of(registry, settings), Configuration.NONE.proxyRules(), List.of());
    }

    @Test
    @NeedsProgram("skopeo")
    void skopeoPullsWhatIsPushedHere() throws Exception {
        MemoryImage image = MemoryImage.of(10, 100_000);
        try (TestRegistry registry = new RegistrySetup(folder).start()) {
            push(image, registry.reference("box:1"));
            skopeo(
                    "copy",
                    "--src-tls-verify=false",
                    "docker://" + registry.reference("box:1"),
                    "dir:" + folder.resolve("copy"));
            assertThat(folder.resolve("copy/manifest.json")).hasBinaryContent(image.top().bytes());
            for (Descriptor layer : image.layers()) {
                assertThat(folder.resolve("copy").resolve(layer.digest().hex()))
                        .hasBinaryContent(image.bytes(layer));
            }
        }
    }

    @Test
    @NeedsProgram("skopeo")
    void whatSkopeoPushesIsPulledHere() throws Exception {
        MemoryImage image = MemoryImage.of(10, 100_000);
        try (TestRegistry registry = new RegistrySetup(folder).start()) {
            push(image, registry.reference("box:1"));
            skopeo(
                    "copy",
                    "--src-tls-verify=false",
                    "--dest-tls-verify=false",
                    "docker://" + registry.reference("box:1"),
                    "docker://" + registry.reference("other:2"));
            requirePulled(image, registry.reference("other:2"));
        }
    }

    private void skopeo(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
        words.addAll(List.of(arguments));
        Path log = folder.resolve("skopeo.log");
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    }

    private static Configuration trusting(Path certificates) {
        return new Configuration(Map.of(), Configuration.NONE.proxyRules(), List.of(certificates));
    }

    private RegistrySource source(String reference) {
        return registries.source(ImageReference.parse(reference), access);
    }

    private RegistryDestination destination(String reference) {
        return registries.destination(ImageReference.parse(reference), access);
    }

    private void push(MemoryImage image, String reference) throws IOException {
        try (RegistryDestination destination = destination(reference)) {
            image.pushTo(destination);
        }
    }

    private void requirePulled(MemoryImage image, String reference) throws IOException {
        try (RegistrySource source = source(reference)) {
            Document top = source.top();
            assertThat(top.descriptor()).isEqualTo(image.top().descriptor());
            assertThat(top.bytes()).isEqualTo(image.top().bytes());
            assertThat(source.document(image.config()).bytes())
                    .isEqualTo(image.bytes(image.config()));
            for (Descriptor layer : image.layers()) {
                try (InputStream in = source.blob(layer, 0)) {
                    assertThat(in.readAllBytes()).isEqualTo(image.bytes(layer));
                }
            }
        }
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }
}
