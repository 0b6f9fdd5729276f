package dev.hako.network.rootless;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// An engine for a test to kill: connects a box, says how to find the uplink, and waits.
final class EngineRun {
    private EngineRun() {}

    /// Connects, and ends with its input.
    ///
    /// @param arguments the program, the box's network namespace and the mark
    public static void main(String[] arguments) throws IOException {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        UserNetworking networking = networking(Path.of(arguments[0]));
        try (Fd namespace = Open.open(arguments[1], Open.O_RDONLY)) {
            out.println("begin");
            var request = UplinkRequest.of(Path.of(arguments[2]));
            Uplink uplink = networking.connect(namespace, request).await();
            out.println(uplink.process().pid() + " " + uplink.process().startTime());
        }
        System.exit(System.in.read());
    }

    private static UserNetworking networking(Path program) {
        return program.endsWith(Pasta.NAME) ? new Pasta(program) : new Slirp4netns(program);
    }
}
