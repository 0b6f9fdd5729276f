/// Devices that are described in files of the machine: the Container Device Interface, CDI
/// (`SPEC.md` of cncf-tags/container-device-interface, up to version 1.1.0).
///
/// Start with {@link dev.hako.door.cri.device.DeviceCatalog}: it reads the descriptions whenever a
/// container asks for a device, and edits what the kubelet wants of the container.
///
/// A file that cannot be understood takes no other with it; whoever asks for a device that is
/// nowhere is told which files those are.
///
/// Threads: values that any thread may ask.
@NullMarked
package dev.hako.door.cri.device;

import org.jspecify.annotations.NullMarked;
