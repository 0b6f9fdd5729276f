package dev.hako.launcher;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;

/// The init of guest kernels, which under another name is the first process of their jails.
public final class GuestProgram {
    private GuestProgram() {}

    /// Its file.
    ///
    /// @throws Failure `INTERNAL` if this distribution has none for the machine
    public static byte[] bytes() {
        String resource = LauncherBinary.machine() + "/hako-guest";
        try (InputStream in = GuestProgram.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw Failure.of(
                        Failure.Kind.INTERNAL,
                        "no init of guest kernels for machine \""
                                + LauncherBinary.machine()
                                + "\" in this distribution");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw Failure.internal("cannot read the init of guest kernels: " + e.getMessage(), e);
        }
    }
}
