package dev.hako.app.daemon;

import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.UnixDatagram;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service manager that started this engine, if one did: sd_notify(3).
public final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

    private ServiceManager() {}

    /// Says that clients are let in.
    ///
    /// @param socket the value of `NOTIFY_SOCKET`; null or empty: there is no service manager
    public static void ready(@Nullable String socket) {
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
