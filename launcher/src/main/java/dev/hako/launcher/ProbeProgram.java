package dev.hako.launcher;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;

/// The program of comparisons, which starts commands and measures from inside containers.
public final class ProbeProgram {
    private ProbeProgram() {}

    /// Its file.
    ///
    /// @throws Failure `INTERNAL` if this distribution has none for the machine
    public static byte[] bytes() {
        String resource = LauncherBinary.machine() + "/hako-probe";
        try (InputStream in = ProbeProgram.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw Failure.of(
                        Failure.Kind.INTERNAL,
                        "no program of comparisons for machine \""
                                + LauncherBinary.machine()
                                + "\" in this distribution");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw Failure.internal("cannot read the program of comparisons: " + e.getMessage(), e);
        }
    }
}
