/// Containers in the shape of Docker's `inspect`, field by field, and what Docker has no field for.
///
/// Start reading at {@link dev.hako.app.inspect.ContainerDetails}. Fields that mean nothing here (a
/// storage driver's, a swarm's) are left out rather than filled with nothing.
@NullMarked
package dev.hako.app.inspect;

import org.jspecify.annotations.NullMarked;
