package dev.hako.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hako.oci.hardening.KernelVersion;
import dev.hako.oci.hardening.Machine;
import dev.hako.oci.hardening.SeccompProfile;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.image.Index;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.runtime.Features;
import dev.hako.oci.runtime.Spec;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Foreign bytes are a record or an [InvalidDocumentException], never anything else; and a record
/// that was read means the same after it is written and read again.
///
/// The bytes are good documents, damaged in ways that are the same in each run;
/// `-Dhako.fuzz.rounds=1000000` tries more of them.
class ParsersFuzzTest {
    private static final int ROUNDS = Integer.getInteger("hako.fuzz.rounds", 2000);

    @Test
    void readsASpecOrRefusesIt() {
        damage("runtime/config.json", survives(Spec::parse));
        damage("hardening/hardened-spec.json", survives(Spec::parse));
    }

    @Test
    void readsFeaturesOrRefusesThem() {
        damage("runtime/features.json", survives(Features::parse));
    }

    @Test
    void readsAnImageConfigOrRefusesIt() {
        damage("image/config.json", survives(ImageConfig::parse));
    }

    @Test
    void readsAnIndexOrRefusesIt() {
        damage("image/index.json", survives(Index::parse));
    }

    @Test
    void readsAManifestOrRefusesIt() {
        damage("image/manifest.json", survives(Manifest::parse));
    }

    @Test
    void readsASeccompProfileOrRefusesIt() {
        var machine = new Machine("amd64", new KernelVersion(6, 18), 1);
        damage(
                "hardening/seccomp.json",
                bytes -> SeccompProfile.parse(bytes).resolve(Set.of(), machine));
    }

    @Test
    void readsAnImageReferenceOrRefusesIt() {
        byte[] good =
                "localhost:5000/team/app_1.x:v1.2-rc@sha256:"
                        .concat("0a".repeat(32))
                        .getBytes(StandardCharsets.UTF_8);
        damage(
                good,
                bytes -> {
                    var text = new String(bytes, StandardCharsets.UTF_8);
                    ImageReference reference = ImageReference.parse(text);
                    assertThat(ImageReference.parse(reference.toString())).isEqualTo(reference);
                    assertThat(ImageReference.parse(reference.familiar())).isEqualTo(reference);
                });
    }

    private static <T extends JsonRecord> Consumer<byte[]> survives(Function<byte[], T> parse) {
        return bytes -> {
            T document = parse.apply(bytes);
            assertThat(parse.apply(Json.write(document))).isEqualTo(document);
        };
    }

    private static void damage(String golden, Consumer<byte[]> target) {
        damage(Golden.bytes(golden), target);
    }

    private static void damage(byte[] good, Consumer<byte[]> target) {
        target.accept(good);
        var damage = new Damage(good, 1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = damage.next();
            try {
                target.accept(bytes);
            } catch (InvalidDocumentException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException | StackOverflowError e) {
                fail("round " + round + ": " + new String(bytes, StandardCharsets.UTF_8), e);
            }
        }
    }
}
