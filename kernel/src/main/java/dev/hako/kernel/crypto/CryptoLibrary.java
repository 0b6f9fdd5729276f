package dev.hako.kernel.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;

/// libcrypto's digests: EVP_DigestInit(3).
final class CryptoLibrary {
    private static final String FILE = "libcrypto.so.3";
    private static final int OK = 1;

    private final SymbolLookup symbols;
    private final MethodHandle make;
    private final MethodHandle free;
    private final MethodHandle init;
    private final MethodHandle update;
    private final MethodHandle end;
    private final MethodHandle copy;

    private CryptoLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
        this.make = call("EVP_MD_CTX_new", false, ADDRESS);
        this.free = freeing();
        this.init = call("EVP_DigestInit_ex", false, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        this.update = call("EVP_DigestUpdate", true, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
        this.end = call("EVP_DigestFinal_ex", true, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        this.copy = call("EVP_MD_CTX_copy_ex", false, JAVA_INT, ADDRESS, ADDRESS);
    }

    /// The machine's library; empty if it has none, or another than is known here.
    @SuppressWarnings("restricted")
    static Optional<CryptoLibrary> find() {
        try {
            return Optional.of(new CryptoLibrary(SymbolLookup.libraryLookup(FILE, Arena.global())));
        } catch (IllegalArgumentException | NoSuchElementException _) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("restricted")
    private MethodHandle call(
            String name, boolean onHeap, MemoryLayout result, MemoryLayout... arguments) {
        Linker.Option[] options =
                onHeap ? new Linker.Option[] {Linker.Option.critical(true)} : new Linker.Option[0];
        return Linker.nativeLinker()
                .downcallHandle(
                        symbols.findOrThrow(name),
                        FunctionDescriptor.of(result, arguments),
                        options);
    }

    @SuppressWarnings("restricted")
    private MethodHandle freeing() {
        return Linker.nativeLinker()
                .downcallHandle(
                        symbols.findOrThrow("EVP_MD_CTX_free"), FunctionDescriptor.ofVoid(ADDRESS));
    }

    /// A hash that is about to begin; it is freed when nobody can reach it any more.
    ///
    /// @param algorithm the function that stands for it, such as `EVP_sha256`
    @SuppressWarnings("restricted")
    MemorySegment begin(String algorithm) {
        try {
            MemorySegment context =
                    ((MemorySegment) make.invokeExact()).reinterpret(0, Arena.ofAuto(), this::free);
            reset(context, algorithm);
            return context;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private void free(MemorySegment context) {
        try {
            free.invokeExact(context);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void reset(MemorySegment context, String algorithm) {
        try {
            MethodHandle md = call(algorithm, false, ADDRESS);
            MemorySegment kind = (MemorySegment) md.invokeExact();
            require((int) init.invokeExact(context, kind, MemorySegment.NULL));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void update(MemorySegment context, byte[] bytes, int offset, int length) {
        try {
            MemorySegment part = MemorySegment.ofArray(bytes).asSlice(offset, length);
            require((int) update.invokeExact(context, part, (long) length));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void end(MemorySegment context, byte[] hash) {
        try {
            MemorySegment out = MemorySegment.ofArray(hash);
            require((int) end.invokeExact(context, out, MemorySegment.NULL));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void copy(MemorySegment to, MemorySegment from) {
        try {
            require((int) copy.invokeExact(to, from));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static void require(int result) {
        if (result != OK) {
            throw new IllegalStateException("libcrypto has no memory");
        }
    }
}
