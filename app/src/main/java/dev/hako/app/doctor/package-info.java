/// What this machine can do for containers, and the exact remedy for what it cannot.
///
/// Start reading at {@link dev.hako.app.doctor.Examination}.
@NullMarked
package dev.hako.app.doctor;

import org.jspecify.annotations.NullMarked;
