package dev.hako.app.progress;

import dev.hako.image.transfer.LayerState;
import dev.hako.oci.image.Descriptor;

/// A line for each thing that happens to a layer.
final class PlainProgress implements Progress {
    private final Vocabulary words;
    private final Lines lines;

    PlainProgress(Vocabulary words, Lines lines) {
        this.words = words;
        this.lines = lines;
    }

    @Override
    public synchronized void layer(Descriptor layer, LayerState state) {
        switch (state) {
            case LayerState.Waiting _ -> say(layer, words.begins());
            case LayerState.Travelling _ -> {}
            case LayerState.Done _ -> say(layer, words.done());
            case LayerState.Exists _ -> say(layer, words.exists());
        }
    }

    private void say(Descriptor layer, String what) {
        lines.show(BarProgress.shortId(layer) + ": " + what + "\n");
    }

    @Override
    public boolean wantsProgress() {
        return false;
    }

    @Override
    public void close() {
        // Nothing is left to be said.
    }
}
