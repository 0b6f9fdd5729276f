package dev.hako.isolation.unikernel;

import dev.hako.isolation.monitor.diagnosis.RootView;
import dev.hako.kernel.Fd;
import java.util.Optional;

/// The files of a container that runs in a guest: nobody outside sees them.
enum UnseenRoot implements RootView {
    INSTANCE;

    @Override
    public Optional<Fd> find(String path) {
        return Optional.empty();
    }

    @Override
    public Optional<String> link(String path) {
        return Optional.empty();
    }

    @Override
    public boolean isNoexec(String path) {
        return false;
    }
}
