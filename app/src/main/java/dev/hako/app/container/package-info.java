/// The options of `hako run` and `hako create`, in groups by what they are about, and how they
/// become a {@link dev.hako.engine.config.ContainerConfig}.
///
/// Start reading at {@link dev.hako.app.container.ContainerFlags}. Each group holds its options as
/// constants, lists them for the command's form, and reads them into one part of the configuration.
/// Names and meanings are those of `docker run`.
@NullMarked
package dev.hako.app.container;

import org.jspecify.annotations.NullMarked;
