package dev.hako.compare;

import dev.hako.compare.measure.Finding;

/// Somebody who looks on while it is measured.
public interface View {
    /// What is being done.
    void progress(String text);

    /// What has just been found.
    void found(Finding finding);
}
