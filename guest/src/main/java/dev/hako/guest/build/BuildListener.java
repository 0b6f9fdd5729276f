package dev.hako.guest.build;

/// Is told how a build goes on, on the thread that asked for it or on one that reads for it.
public interface BuildListener {
    /// What a build does one after the other.
    enum Stage {
        WAITING,
        LOOKING,
        FETCHING,
        UNPACKING,
        CONFIGURING,
        COMPILING,
        STORING
    }

    /// It has come to a stage.
    ///
    /// @param detail what it works on, such as `linux-source-7.2 7.2.13-1`; empty: nothing to say
    void begins(Stage stage, String detail);

    /// One more file was made.
    ///
    /// @param count so many are made
    /// @param expected so many are likely to be; 0: nobody knows
    void made(String file, int count, int expected);
}
