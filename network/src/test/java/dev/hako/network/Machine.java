package dev.hako.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.Namespace;
import dev.hako.kernel.netlink.LinkRequests;
import dev.hako.kernel.netlink.RouteNetlink;
import dev.hako.network.namespace.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// A host of a test's own: a thread in a network namespace, where all that a test does happens.
public final class Machine implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("machine").factory());
    private final NetworkNamespace namespace;

    private Machine() {
        namespace =
                call(() -> {
                    Namespace.unshare(Namespace.NETWORK.cloneFlag());
                    try (RouteNetlink route = RouteNetlink.open()) {
                        route.apply(LinkRequests.up("lo"));
                    }
                    return NetworkNamespace.open(Namespace.NETWORK.ofThread());
                });
    }

    /// One with a loopback interface alone.
    public static Machine start() {
        return new Machine();
    }

    public NetworkNamespace namespace() {
        return namespace;
    }

    /// Does something as this host.
    public <T> T call(Supplier<T> action) {
        try {
            return thread.submit(action::get).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public void run(Runnable action) {
        call(() -> {
            action.run();
            return true;
        });
    }

    /// What a shell command prints on this host; it must succeed.
    public String sh(String command) {
        return sh(namespace, command);
    }

    /// What a shell command prints in a network namespace; it must succeed.
    public static String sh(NetworkNamespace where, String command) {
        try {
            Process process = begin(where, command, "");
            byte[] output = process.getInputStream().readAllBytes();
            String text = new String(output, StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(command + "\n" + text).isZero();
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Whether a shell command succeeds in a network namespace.
    public static boolean succeeds(NetworkNamespace where, String command) {
        try {
            Process process = begin(where, command, "");
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Starts a shell command in a network namespace; the caller ends it.
    ///
    /// @param server what the command knows as `$SERVER`
    public static Process begin(NetworkNamespace where, String command, String server) {
        String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + where.fd().number();
        List<String> all = List.of("nsenter", "--net=" + path, "sh", "-c", command);
        try {
            ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
            builder.environment().put("SERVER", server);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        namespace.close();
        thread.close();
    }
}
