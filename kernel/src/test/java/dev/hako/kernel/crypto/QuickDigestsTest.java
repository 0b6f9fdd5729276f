package dev.hako.kernel.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickDigestsTest {
    private static final Provider JDK = Security.getProvider("SUN");

    @BeforeAll
    static void useThem() {
        assumeTrue(QuickDigests.use(), "this machine has no libcrypto.so.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "SHA-512"})
    void givesWhatTheJdkGives(String algorithm) throws GeneralSecurityException {
        MessageDigest quick = MessageDigest.getInstance(algorithm);
        MessageDigest slow = MessageDigest.getInstance(algorithm, JDK);
        assertThat(quick.getProvider()).isNotEqualTo(JDK);
        Random random = new Random(1);
        for (int length = 0; length < 300; length += 7) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            quick.update(bytes, length / 3, length - length / 3);
            slow.update(bytes, length / 3, length - length / 3);
            quick.update((byte) length);
            slow.update((byte) length);
        }
        assertThat(quick.digest()).isEqualTo(slow.digest());
        assertThat(quick.digest()).as("begun again").isEqualTo(slow.digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "SHA-512"})
    void aCopyGoesItsOwnWay(String algorithm)
            throws GeneralSecurityException, CloneNotSupportedException {
        MessageDigest one = MessageDigest.getInstance(algorithm);
        one.update((byte) 1);
        MessageDigest other = (MessageDigest) one.clone();
        one.update((byte) 2);
        other.update((byte) 3);

        assertThat(one.digest())
                .isEqualTo(MessageDigest.getInstance(algorithm, JDK).digest(new byte[] {1, 2}));
        assertThat(other.digest())
                .isEqualTo(MessageDigest.getInstance(algorithm, JDK).digest(new byte[] {1, 3}));
    }
}
