package dev.hako.door.cri.config;

import dev.hako.cri.v1.IDMapping;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.UserNamespace;
import dev.hako.engine.config.PodUsers;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.Optional;

/// Whose ids the users of a pod have: the machine's, or those that the kubelet has set aside for
/// the pod (`hostUsers: false`).
public final class UserMapping {
    private UserMapping() {}

    /// The ids of a pod.
    ///
    /// @return empty: the machine's
    /// @throws Failure `INVALID` if they are not one range that begins with root
    public static Optional<PodUsers> of(NamespaceOption namespaces) {
        if (!namespaces.hasUsernsOptions()) {
            return Optional.empty();
        }
        UserNamespace users = namespaces.getUsernsOptions();
        return switch (users.getMode()) {
            case POD -> {
                PodUsers uids = range("uids", users.getUidsList());
                if (!uids.equals(range("gids", users.getGidsList()))) {
                    throw Failure.invalid("the uids and the gids of a pod must be the same range");
                }
                yield Optional.of(uids);
            }
            case NODE -> {
                if (users.getUidsCount() + users.getGidsCount() > 0) {
                    throw Failure.invalid("a pod with the node's users has no ids of its own");
                }
                yield Optional.empty();
            }
            case CONTAINER, TARGET, UNRECOGNIZED ->
                    throw Failure.invalid("the users are a pod's or the node's, not a container's");
        };
    }

    /// Whether a volume has its owners in the pod.
    ///
    /// @throws Failure `INVALID` if its ids are others than the pod's
    static boolean isMapped(dev.hako.cri.v1.Mount mount, Optional<PodUsers> users) {
        if (mount.getUidMappingsCount() + mount.getGidMappingsCount() == 0) {
            return false;
        }
        PodUsers uids = range("uidMappings", mount.getUidMappingsList());
        PodUsers gids = range("gidMappings", mount.getGidMappingsList());
        if (!uids.equals(gids) || users.filter(uids::equals).isEmpty()) {
            throw Failure.invalid(
                            "the ids of the mount on \""
                                    + mount.getContainerPath()
                                    + "\" are not those of its pod")
                    .hint("give it the pod's, or none");
        }
        return true;
    }

    private static PodUsers range(String field, List<IDMapping> mappings) {
        if (mappings.size() != 1 || mappings.getFirst().getContainerId() != 0) {
            throw Failure.invalid(field + ": one range is needed, and it begins with root, 0");
        }
        long first = Integer.toUnsignedLong(mappings.getFirst().getHostId());
        long count = Integer.toUnsignedLong(mappings.getFirst().getLength());
        try {
            return new PodUsers(first, count);
        } catch (IllegalArgumentException e) {
            throw Failure.invalid(
                    field + ": " + count + " ids from " + first + " on are none for a pod");
        }
    }
}
