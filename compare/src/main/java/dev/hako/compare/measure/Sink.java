package dev.hako.compare.measure;

import dev.hako.compare.subject.Field;
import dev.hako.compare.walls.Walls;

/// Where what has been found goes.
public interface Sink {
    /// Says what is being done.
    void progress(String text);

    void found(Finding finding);

    void found(Walls walls);

    void found(Feature feature);

    /// Something that could not be measured.
    void missing(Field.Gap gap);
}
