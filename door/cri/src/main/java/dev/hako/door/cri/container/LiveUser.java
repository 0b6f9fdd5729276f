package dev.hako.door.cri.container;

import dev.hako.cri.v1.ContainerUser;
import dev.hako.cri.v1.LinuxContainerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who a running program is: asked of the kernel, so that whatever the image and the kubelet have
/// said, it is true.
final class LiveUser {
    private static final String UID = "Uid:";
    private static final String GID = "Gid:";
    private static final String GROUPS = "Groups:";

    private LiveUser() {}

    /// Nothing if it has just ended.
    static Optional<ContainerUser> of(int pid) {
        try {
            List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
            LinuxContainerUser.Builder user =
                    LinuxContainerUser.newBuilder()
                            .setUid(ids(status, UID).getFirst())
                            .setGid(ids(status, GID).getFirst())
                            .addAllSupplementalGroups(ids(status, GROUPS));
            return Optional.of(ContainerUser.newBuilder().setLinux(user).build());
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private static List<Long> ids(List<String> status, String field) {
        return status.stream()
                .filter(line -> line.startsWith(field))
                .flatMap(line -> Stream.of(line.substring(field.length()).strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .map(Long::valueOf)
                .toList();
    }
}
