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
/// said, it is true. Numbers are those that it has itself, as in its user namespace.
final class LiveUser {
    private static final String UID = "Uid:";
    private static final String GID = "Gid:";
    private static final String GROUPS = "Groups:";

    private LiveUser() {}

    /// Nothing if it has just ended.
    static Optional<ContainerUser> of(int pid) {
        try {
            Path process = Path.of("/proc/" + pid);
            List<String> status = Files.readAllLines(process.resolve("status"));
            IdsInside uids = IdsInside.read(process.resolve("uid_map"));
            IdsInside gids = IdsInside.read(process.resolve("gid_map"));
            LinuxContainerUser.Builder user =
                    LinuxContainerUser.newBuilder()
                            .setUid(uids.of(ids(status, UID).getFirst()))
                            .setGid(gids.of(ids(status, GID).getFirst()))
                            .addAllSupplementalGroups(
                                    ids(status, GROUPS).stream().map(gids::of).toList());
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
