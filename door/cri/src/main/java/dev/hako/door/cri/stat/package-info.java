/// What containers and pods use: as messages for the kubelet, and as metrics under the names that
/// cAdvisor gave them.
///
/// Start with {@link dev.hako.door.cri.stat.Meters}. All numbers are the kernel's at the moment of
/// the question but two: processor time per second needs a number from before ({@link
/// dev.hako.door.cri.stat.Rates}), and files on the disk have to be counted one by one, which is
/// not done for each question ({@link dev.hako.door.cri.stat.WrittenLayers}).
///
/// Threads: everything may be asked by any thread.
@NullMarked
package dev.hako.door.cri.stat;

import org.jspecify.annotations.NullMarked;
