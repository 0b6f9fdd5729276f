package dev.hako.image.transfer;

import dev.hako.oci.image.Descriptor;
import java.util.List;

/// Hears how a transfer goes on. It is called by several threads at once, and must not block long.
public interface TransferListener {
    /// Wants to know nothing.
    TransferListener NONE =
            new TransferListener() {
                @Override
                public void layer(Descriptor layer, LayerState state) {}

                @Override
                public boolean wantsProgress() {
                    return false;
                }
            };

    /// What the image is made of, the lowest layer first.
    default void begins(List<Descriptor> layers) {}

    /// What has become of one layer.
    void layer(Descriptor layer, LayerState state);

    /// Whether it wants to hear of [LayerState.Travelling]; passing bytes on untold is quicker.
    default boolean wantsProgress() {
        return true;
    }
}
