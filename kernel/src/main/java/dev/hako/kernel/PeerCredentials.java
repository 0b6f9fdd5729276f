package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// Who connected a unix socket, as the kernel knew it then: `SO_PEERCRED`, unix(7).
///
/// @param pid in this process's pid namespace, 0 if it is outside
/// @param uid its effective user in this process's user namespace, 65534 if it has none there
public record PeerCredentials(int pid, int uid, int gid) {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("pid"),
                            JAVA_INT.withName("uid"),
                            JAVA_INT.withName("gid"))
                    .withName("ucred");

    private static final long PID = Struct.offset(LAYOUT, "pid");
    private static final long UID = Struct.offset(LAYOUT, "uid");
    private static final long GID = Struct.offset(LAYOUT, "gid");

    static PeerCredentials read(MemorySegment ucred) {
        return new PeerCredentials(
                ucred.get(JAVA_INT, PID), ucred.get(JAVA_INT, UID), ucred.get(JAVA_INT, GID));
    }
}
