package dev.hako.engine.config;

import dev.hako.image.Image;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something to mount into a container.
public sealed interface MountRequest {
    /// The word for a bind mount that leaves out what is mounted below its source.
    String NON_RECURSIVE = "bind";

    /// The word for a read-only mount below which mounts may stay writable.
    String READ_ONLY_AT_TOP = "ro-non-recursive";

    /// The word for a bind mount whose files have their owners among the container's own users.
    String ID_MAPPED = "idmap";

    /// Where it appears: an absolute path in the container.
    String target();

    /// Whether the container may write to it.
    boolean writable();

    /// The same, at most readable.
    MountRequest asReadOnly();

    /// A directory or file of the host.
    ///
    /// @param source absolute path on the host
    /// @param options such as `ro`, `rslave`, `nosuid`; see mount(8), and [#NON_RECURSIVE],
    ///   [#READ_ONLY_AT_TOP] and [#ID_MAPPED]
    /// @param createSource whether a missing source is created as a directory (`-v`) or refused
    ///   (`--mount`)
    record Bind(String source, String target, List<String> options, boolean createSource)
            implements MountRequest {
        public Bind {
            options = List.copyOf(options);
        }

        @Override
        public boolean writable() {
            return !options.contains("ro");
        }

        @Override
        public Bind asReadOnly() {
            return writable()
                    ? new Bind(source, target, Ordered.plus(options, "ro"), createSource)
                    : this;
        }
    }

    /// An empty file system in memory.
    ///
    /// @param options such as `size=64m`, `mode=1777`, `noexec`
    record Tmpfs(String target, List<String> options) implements MountRequest {
        public Tmpfs {
            options = List.copyOf(options);
        }

        @Override
        public boolean writable() {
            return !options.contains("ro");
        }

        @Override
        public Tmpfs asReadOnly() {
            return writable() ? new Tmpfs(target, Ordered.plus(options, "ro")) : this;
        }
    }

    /// A directory that the engine keeps under a name, longer than the container.
    ///
    /// @param name empty: one is made up when the container is created
    /// @param how it is to be used
    record Volume(String name, String target, VolumeUse how) implements MountRequest {
        @Override
        public boolean writable() {
            return !how.readOnly();
        }

        @Override
        public Volume asReadOnly() {
            return new Volume(name, target, how.withReadOnly());
        }

        /// The same under a name that was made up.
        public Volume named(String made) {
            return new Volume(made, target, how);
        }
    }

    /// The files of an image, which can only be read.
    ///
    /// @param image as users call it
    /// @param origin which it was when the container was created; empty: not known yet
    /// @param subpath the directory or file in it that is shown instead of the whole
    record ImageFiles(
            String image, Optional<Image.Origin> origin, String target, Optional<String> subpath)
            implements MountRequest {
        @Override
        public boolean writable() {
            return false;
        }

        @Override
        public ImageFiles asReadOnly() {
            return this;
        }

        /// The same, once it is known which image it is.
        public ImageFiles of(Image.Origin found) {
            return new ImageFiles(image, Optional.of(found), target, subpath);
        }
    }

    /// How a container uses a volume.
    ///
    /// @param anonymous whether it is this container's own, and goes with `rm --volumes`
    /// @param copyUp whether an empty volume gets what the image has in its place
    /// @param mode as it was written after `-v NAME:TARGET:`
    /// @param subpath directory in the volume that is shown instead of the whole
    /// @param labels of the volume, if it is made
    /// @param options of its driver, if it is made
    record VolumeUse(
            boolean anonymous,
            boolean readOnly,
            boolean copyUp,
            String mode,
            Optional<String> subpath,
            Map<String, String> labels,
            Map<String, String> options) {
        /// Writable, with everything at its default.
        public static final VolumeUse STANDARD =
                new VolumeUse(false, false, true, "", Optional.empty(), Map.of(), Map.of());

        public VolumeUse {
            labels = Ordered.copyOf(labels);
            options = Ordered.copyOf(options);
        }

        VolumeUse withReadOnly() {
            return new VolumeUse(anonymous, true, copyUp, mode, subpath, labels, options);
        }

        /// The same volume in another container, which does not own it.
        public VolumeUse borrowed() {
            return new VolumeUse(false, readOnly, false, mode, subpath, labels, options);
        }
    }
}
