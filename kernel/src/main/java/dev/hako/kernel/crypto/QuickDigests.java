package dev.hako.kernel.crypto;

import java.io.Serial;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Makes libcrypto's hashes those that [java.security.MessageDigest] gives out from then on.
public final class QuickDigests {
    private QuickDigests() {}

    /// Does so, once.
    ///
    /// @return whether there is a libcrypto; if not, the JDK's hashes stay
    public static boolean use() {
        return Installed.QUICK;
    }

    private static final class Installed {
        static final boolean QUICK = install();

        private static boolean install() {
            return CryptoLibrary.find()
                    .map(library -> Security.insertProviderAt(new Digests(library), 1) > 0)
                    .orElse(false);
        }
    }

    private static final class Digests extends Provider {
        @Serial private static final long serialVersionUID = 1;

        private Digests(CryptoLibrary library) {
            super("HakoDigests", "1", "SHA-2 of libcrypto");
            putService(new Hash(this, library, "SHA-256", 32));
            putService(new Hash(this, library, "SHA-512", 64));
        }
    }

    private static final class Hash extends Provider.Service {
        private final CryptoLibrary library;
        private final String function;
        private final int bytes;

        private Hash(Provider provider, CryptoLibrary library, String name, int bytes) {
            super(
                    provider,
                    "MessageDigest",
                    name,
                    LibraryDigest.class.getName(),
                    List.of(),
                    Map.of());
            this.library = library;
            this.function = "EVP_" + name.replace("-", "").toLowerCase(Locale.ROOT);
            this.bytes = bytes;
        }

        @Override
        public Object newInstance(Object parameter) {
            return new LibraryDigest(library, function, bytes);
        }
    }
}
