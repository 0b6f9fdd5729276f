package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.MemorySegment;

/// Device-specific requests: ioctl(2). For the owners of devices (terminals, KVM, seccomp
/// listeners), which give the requests their names and structures.
public final class Ioctl {
    private Ioctl() {}

    /// A request with a structure in native memory.
    ///
    /// @param name the request's name in the kernel, for messages
    /// @return the call's value
    public static int call(Fd fd, String name, long request, MemorySegment argument) {
        return call(fd, name, request, argument.address());
    }

    /// A request with a number.
    public static int call(Fd fd, String name, long request, long argument) {
        return check(FileCalls.ioctl(fd.number(), request, argument), name, fd);
    }
}
