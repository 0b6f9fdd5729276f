/// Why a program could not be executed, found out afterwards: the kernel says only `ENOENT` for a
/// missing program, a missing loader and a script with Windows line ends alike.
///
/// Start with [ExecDiagnosis]. Programs are looked up in what the container's root is made of
/// ([RootView]), by the kernel and with the root as `/`, so that no link of an image leads out of
/// it.
///
/// Everything here runs only after a failure. Bytes of images are hostile: each read has a limit.
@NullMarked
package dev.hako.isolation.monitor.diagnosis;

import org.jspecify.annotations.NullMarked;
