package dev.hako.image.archive;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.function.Executable;

/// Somebody else, as far as this thread's access to files goes (setfsuid(2)).
final class FileUser {
    private FileUser() {}

    /// Has `work` done by a user without rights.
    @SuppressWarnings("restricted")
    static void doing(int uid, Executable work) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle setfsuid =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("setfsuid"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        int before = (int) setfsuid.invokeExact(uid);
        try {
            work.execute();
        } finally {
            int _ = (int) setfsuid.invokeExact(before);
        }
    }
}
