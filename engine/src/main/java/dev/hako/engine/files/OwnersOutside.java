package dev.hako.engine.files;

import dev.hako.engine.store.IdRange;
import dev.hako.failure.Failure;
import dev.hako.image.archive.Metadata;

/// Tells of files whose they are outside of a container with users of its own: the other way round
/// than [OwnersInside].
///
/// @param rootId the number that the container's root has outside
record OwnersOutside(int rootId) {

    /// @throws Failure `INVALID` if the container has no such owner
    Metadata of(Metadata inside) {
        return inside.withIds(outside(inside.uid(), "user"), outside(inside.gid(), "group"));
    }

    private int outside(int id, String what) {
        if (Integer.compareUnsigned(id, IdRange.COUNT) >= 0) {
            throw Failure.invalid(
                            "the container has no "
                                    + what
                                    + " "
                                    + Integer.toUnsignedString(id)
                                    + ", only those from 0 to "
                                    + (IdRange.COUNT - 1))
                    .hint("leave out -a, so that root owns the copies");
        }
        return rootId + id;
    }
}
