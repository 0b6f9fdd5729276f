package dev.hako.build.solve;

/// Is told how a build goes on. Stages tell from threads of their own.
public interface BuildListener {
    /// A step begins.
    ///
    /// @param title such as `[2/4] RUN make`
    Vertex begin(String title);

    /// One step.
    interface Vertex {
        /// What its program writes.
        ///
        /// @param error whether to standard error
        void output(byte[] bytes, int offset, int length, boolean error);

        /// It had been done before.
        void cached();

        void done();

        void failed(String why);
    }
}
