package dev.hako.app.daemon;

import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.UnixDatagram;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the service manager that started this engine, if one did, waits for: sd_notify(3).
public final class ReadyNotice {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyNotice.class);

    private ReadyNotice() {}

    /// Says that clients are let in.
    ///
    /// @param socket the value of `NOTIFY_SOCKET`; null or empty: there is no service manager
    public static void send(@Nullable String socket) {
        if (socket == null || !socket.startsWith("/")) {
            return;
        }
        try {
            byte[] notice = "READY=1\n".getBytes(StandardCharsets.US_ASCII);
            UnixDatagram.send(NativePath.of(socket), notice);
        } catch (KernelException e) {
            LOG.warn(
                    "cannot tell the service manager that the engine is ready: {}", e.getMessage());
        }
    }
}
