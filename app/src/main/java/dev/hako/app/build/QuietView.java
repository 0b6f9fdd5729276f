package dev.hako.app.build;

/// Shows nothing.
final class QuietView implements BuildView {
    private static final Vertex SILENT =
            new Vertex() {
                @Override
                public void output(byte[] bytes, int offset, int length, boolean error) {
                    // Nobody wants to see it.
                }

                @Override
                public void cached() {
                    // As above.
                }

                @Override
                public void done() {
                    // As above.
                }

                @Override
                public void failed(String why) {
                    // Whoever failed is told.
                }
            };

    @Override
    public Vertex begin(String title) {
        return SILENT;
    }

    @Override
    public void close() {
        // Nothing is left to be said.
    }
}
