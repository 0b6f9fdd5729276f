package dev.hako.guest.boot;

import java.util.ArrayList;
import java.util.List;

/// How a kernel of User Mode Linux is called.
///
/// @param memoryMib all the memory of the guest; from [#LEAST_MIB]
/// @param mode how many walls stand between the guest's programs and its kernel
/// @param channel the descriptor of its line to the host
/// @param disks the paths of its block devices where the kernel runs, in their order: `/dev/ubda`,
///   `/dev/ubdb` and so on
/// @param devices of virtio, of each kind in their order: the network interfaces are `eth0`, `eth1`
///   and so on
public record CommandLine(
        int memoryMib, Mode mode, int channel, List<Disk> disks, List<Device> devices) {

    /// With less it does not boot.
    public static final int LEAST_MIB = 32;

    /// How the kernel catches the system calls of its programs.
    public enum Mode {
        /// By ptrace(2). The guest's programs cannot touch their kernel's memory.
        STRICT("off"),
        /// By seccomp(2): quicker, but a program that breaks out of its stub is the kernel's equal.
        FAST("on");

        private final String seccomp;

        Mode(String seccomp) {
            this.seccomp = seccomp;
        }
    }

    /// A device that another process makes.
    ///
    /// @param socket at which that one hears the kernel, by its path where the kernel runs
    public record Device(Kind kind, String socket) {
        /// What it is, by virtio's number.
        public enum Kind {
            NETWORK(1),
            FILES(26);

            private final int number;

            Kind(int number) {
                this.number = number;
            }
        }

        private String word(int number) {
            return "virtio_uml.device=" + socket + ":" + kind.number + ":" + number;
        }
    }

    /// A file that is a block device of the guest.
    public record Disk(String path, boolean readOnly) {
        private String word(int number) {
            // `c`: without a lock, which a read-only file of many guests cannot have.
            return "ubd" + number + (readOnly ? "rc=" : "=") + path;
        }
    }

    /// The kernel has so many names for them.
    public static final int MOST_DISKS = 16;

    public CommandLine {
        disks = List.copyOf(disks);
        devices = List.copyOf(devices);
        if (disks.size() > MOST_DISKS) {
            throw new IllegalArgumentException("more than " + MOST_DISKS + " disks");
        }
        if (memoryMib < LEAST_MIB) {
            throw new IllegalArgumentException("less than " + LEAST_MIB + " MiB: " + memoryMib);
        }
    }

    /// All words but the program's own name.
    ///
    /// @param initrd the archive's path where the kernel runs
    /// @param loopsPerJiffy of this machine, which takes a tenth of a second to measure; 0: measure
    public List<String> words(String initrd, long loopsPerJiffy) {
        String measured = loopsPerJiffy == 0 ? "quiet" : "lpj=" + loopsPerJiffy;
        List<String> words = new ArrayList<>(standard(initrd, measured));
        for (int i = 0; i < disks.size(); i++) {
            words.add(disks.get(i).word(i));
        }
        for (int i = 0; i < devices.size(); i++) {
            words.add(devices.get(i).word(i));
        }
        return words;
    }

    private List<String> standard(String initrd, String measured) {
        return List.of(
                "mem=" + memoryMib + "M",
                "initrd=" + initrd,
                "con=null",
                "con0=null,fd:1",
                "ssl=null",
                "ssl0=fd:" + channel,
                "uml_dir=./",
                // No interface but `lo` and its own, whatever the kernel could do.
                "fb_tunnels=none",
                "seccomp=" + mode.seccomp,
                "quiet",
                measured);
    }
}
