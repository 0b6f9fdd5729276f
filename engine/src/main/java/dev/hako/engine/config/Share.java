package dev.hako.engine.config;

/// A namespace that containers can share with each other.
public enum Share {
    NETWORK("net"),
    IPC("ipc"),
    UTS("uts"),
    PID("pid");

    private final String word;

    Share(String word) {
        this.word = word;
    }

    /// Podman's word for it.
    @Override
    public String toString() {
        return word;
    }
}
