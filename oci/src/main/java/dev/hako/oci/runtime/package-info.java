/// The documents of the OCI runtime specification 1.3, as Linux uses them: `config.json`, the state
/// that is told to hooks and callers, and the features a runtime announces.
///
/// Start at [Spec]; [Process] and [Linux] hold most of it.
///
/// Invariants: a record that exists keeps the rules the specification sets for its fields, whether
/// it came from JSON or from code. Rules that need the host, the root filesystem or several objects
/// at once belong to whoever compiles a spec. Lists and maps are immutable and never null: absent
/// is empty. A scalar or object that may be absent is a `@Nullable` component: a record's accessor
/// has its component's type, so an `Optional` of the same name cannot be had, and callers are held
/// to the check by NullAway. Unsigned 32-bit numbers are longs; unsigned 64-bit numbers are longs
/// whose upper half is negative, as [Long#toUnsignedString(long)] reads them.
///
/// Fields for other systems (`windows`, `solaris`, `zos`, `freebsd`, `vm`) are ignored.
///
/// Everything here is immutable: no locks.
@NullMarked
package dev.hako.oci.runtime;

import org.jspecify.annotations.NullMarked;
