package dev.hako.isolation.namespace;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.nio.file.Path;

/// An attacker: exchanges two names for each other, as fast as it can, until it is closed.
final class Exchange implements AutoCloseable {
    private final Fd folder;
    private final Thread thread;
    private volatile boolean closing;

    Exchange(Path folder, String one, String other) {
        this.folder = Open.open(folder.toString(), Open.O_PATH | Open.O_DIRECTORY);
        thread =
                Thread.ofPlatform().start(() -> exchange(NativePath.of(one), NativePath.of(other)));
    }

    private void exchange(NativePath one, NativePath other) {
        while (!closing) {
            Names.renameat2(folder, one, folder, other, Names.RENAME_EXCHANGE);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            folder.close();
        }
    }
}
