package dev.hako.image.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.image.registry.Access;
import dev.hako.image.registry.Registries;
import dev.hako.image.registry.RegistryDestination;
import dev.hako.image.registry.RegistrySource;
import dev.hako.image.source.Document;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Index;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.json.Json;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.registry.RegistrySetup;
import dev.hako.testing.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures in a real registry.
@NeedsProgram("docker-registry")
class PolicyIT {
    @TempDir private static Path storage;
    private static TestRegistry registry;

    @TempDir Path folder;
    private final Registries registries = new Registries();
    private Path key;
    private Path policyFile;
    private ImageReference reference;
    private Document image;

    @BeforeAll
    static void startRegistry() throws IOException {
        registry = new RegistrySetup(storage).start();
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }

    @BeforeEach
    void pushImage(TestInfo test) throws IOException {
        String name = "team/b" + Integer.toHexString(test.getDisplayName().hashCode());
        reference = ImageReference.parse(registry.reference(name + ":1"));
        byte[] index = Json.write(Index.of(List.of()));
        image =
                new Document(
                        Descriptor.of(MediaTypes.OCI_INDEX, Digest.sha256(index), index.length),
                        index);
        try (RegistryDestination destination =
                registries.destination(reference, Access.ANONYMOUS)) {
            destination.name(image);
        }
        key = folder.resolve("team.pub");
        policyFile =
                Files.writeString(
                        folder.resolve("policy.json"),
                        """
                        {"default": {"rule": "reject"},
                         "images": {"%s/team": {"rule": "signed", "keys": ["%s"]}}}\
                        """
                                .formatted(registry.host(), key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void aSignatureByTheKeyAdmits(String kind) throws Exception {
        Signer signer = Signer.ofKind(kind);
        signer.writePublicKey(key);
        pushTagged(signer, claim(name(), image.descriptor().digest()));
        assertThatCode(this::admit).doesNotThrowAnyException();
    }

    @Test
    void aSignatureMayReferToTheImage() throws Exception {
        Signer signer = Signer.ofKind("EC");
        signer.writePublicKey(key);
        try (RegistryDestination destination =
                registries.destination(reference, Access.ANONYMOUS)) {
            byte[] payload = claim(name(), image.descriptor().digest());
            signer.push(payload, destination, image.descriptor());
        }
        assertThatCode(this::admit).doesNotThrowAnyException();
    }

    @Test
    void anImageWithoutASignatureIsRefused() throws Exception {
        Signer.ofKind("EC").writePublicKey(key);
        requireDenied("it is not signed, and a signature by \"" + key + "\" is needed");
    }

    @Test
    void aSignatureByAnotherKeyIsRefused() throws Exception {
        Signer.ofKind("EC").writePublicKey(key);
        pushTagged(Signer.ofKind("EC"), claim(name(), image.descriptor().digest()));
        requireDenied("none of its signatures is by \"" + key + "\"");
    }

    @Test
    void aSignatureForAnotherImageIsRefused() throws Exception {
        Signer signer = Signer.ofKind("EC");
        signer.writePublicKey(key);
        Digest other = Digest.sha256("other".getBytes(UTF_8));
        pushTagged(signer, claim(name(), other));
        requireDenied("a signature is for another image, " + other);
    }

    @Test
    void aSignatureForAnotherNameIsRefused() throws Exception {
        Signer signer = Signer.ofKind("EC");
        signer.writePublicKey(key);
        pushTagged(signer, claim(registry.reference("team/other"), image.descriptor().digest()));
        requireDenied(
                "a signature is for another name, \"" + registry.reference("team/other") + "\"");
    }

    @Test
    void aSignatureOfOtherBytesIsRefused() throws Exception {
        Signer signer = Signer.ofKind("EC");
        signer.writePublicKey(key);
        byte[] payload = claim(name(), image.descriptor().digest());
        Signer liar = new Signer(signer.keys(), "SHA384withECDSA");
        pushTagged(liar, payload);
        requireDenied("none of its signatures is by \"" + key + "\"");
    }

    @Test
    void aKeyThatCannotBeReadAdmitsNothing() throws Exception {
        assertThatThrownBy(this::admit)
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot read the key \"" + key + "\": no such file");
        Files.writeString(key, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        assertThatThrownBy(this::admit).hasMessageContaining("unknown kind of key");
    }

    private void requireDenied(String why) {
        assertThatThrownBy(this::admit)
                .hasMessage(
                        "cannot use image \"%s\": %s; hint: \"%s\" says what may be used"
                                .formatted(reference, why, policyFile))
                .extracting("kind")
                .isEqualTo(Failure.Kind.DENIED);
    }

    private void admit() throws IOException {
        try (RegistrySource source = registries.source(reference, Access.ANONYMOUS)) {
            Policy.read(List.of(policyFile))
                    .admit(reference, source.top().descriptor().digest(), source);
        }
    }

    private void pushTagged(Signer signer, byte[] payload) throws Exception {
        ImageReference tag =
                reference.withTag("sha256-" + image.descriptor().digest().hex() + ".sig");
        try (RegistryDestination destination = registries.destination(tag, Access.ANONYMOUS)) {
            signer.push(payload, destination, null);
        }
    }

    private String name() {
        return reference.registry() + "/" + reference.repository();
    }

    private static byte[] claim(String name, Digest digest) {
        return Signer.claim(name, digest);
    }
}
