/// Runtimes with the OCI command line: whole runs ([OciRuntime]) and lives verb by verb ([OciLife])
/// of containers that a [Bundle] describes, all from an equal specification: the namespaces,
/// capabilities, mounts, hidden paths and system calls that [dev.hako.oci.hardening.HardenedSpec]
/// says.
@NullMarked
package dev.hako.compare.oci;

import org.jspecify.annotations.NullMarked;
