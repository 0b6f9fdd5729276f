package dev.hako.door.oci;

import dev.hako.failure.Failure;
import dev.hako.launcher.wire.Frame;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Spec;
import java.util.ArrayList;
import java.util.List;

/// Sockets that a service manager has opened for the caller. The program has them as its
/// descriptors from 3 on, and is told so as sd_listen_fds(3) expects it, whatever its configuration
/// says of them.
final class ListeningSockets {
    private static final String COUNT = "LISTEN_FDS=";
    private static final String PROCESS = "LISTEN_PID=";

    /// The program's id, as the first process of a PID namespace.
    private static final int FIRST_PROCESS = 1;

    private ListeningSockets() {}

    /// The configuration of a program that is told of them; as it was if there are none.
    ///
    /// @throws Failure `INVALID` if their number is none
    static Spec tell(Frame.Compile request, Spec spec) {
        String count = Part.LISTENING.text(request);
        if (!count.matches("[0-9]{0,9}")) {
            throw Failure.invalid("the number of sockets is \"" + count + "\"");
        }
        Process process = spec.process();
        if (process == null || count.isEmpty() || Integer.parseInt(count) == 0) {
            return spec;
        }
        List<String> env = new ArrayList<>(process.env());
        env.removeIf(entry -> entry.startsWith(COUNT) || entry.startsWith(PROCESS));
        env.add(COUNT + count);
        env.add(PROCESS + FIRST_PROCESS);
        return spec.with(s -> s.process(process.with(p -> p.env(env))));
    }
}
