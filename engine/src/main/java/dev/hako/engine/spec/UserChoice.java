package dev.hako.engine.spec;

import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.Share;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.IdRange;
import dev.hako.failure.Failure;
import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Linux;
import java.util.List;

/// Whose ids the users in a container have.
///
/// @param mappedIds how many ids the engine can give to containers, from 0 up
record UserChoice(long mappedIds) {
    private static final String OPTION = "--userns \"private\"";

    /// The same for the users of a container.
    Linux in(Linux linux, ContainerDocument container) {
        if (container.ids().isEmpty()) {
            return linux;
        }
        IdRange range = container.ids().get();
        require(range);
        requireOwn(container.config().namespaces());
        List<IdMapping> mapping = List.of(new IdMapping(0, range.first(), range.count()));
        return linux.with(l -> l.uidMappings(mapping).gidMappings(mapping));
    }

    private void require(IdRange range) {
        if (range.end() > mappedIds) {
            throw Failure.unsupported(
                            "unsupported option "
                                    + OPTION
                                    + ": the kernel lets only the machine's root show files to"
                                    + " others than their owners, and this engine has "
                                    + mappedIds
                                    + (mappedIds == 1 ? " id" : " ids"))
                    .hint(
                            "leave it out: all containers of an ordinary user are in his user"
                                    + " namespace already");
        }
    }

    /// What procfs and mqueue show can only be mounted by who owns it. What a pod with users of its
    /// own shares is theirs.
    private static void requireOwn(NamespaceOptions options) {
        if (options.user() == NamespaceOptions.Mode.POD) {
            return;
        }
        for (Share share : List.of(Share.PID, Share.IPC)) {
            if (options.sharing().shares(share)) {
                throw Failure.invalid(
                                "conflicting options: "
                                        + OPTION
                                        + ", and the "
                                        + share
                                        + " namespace of others, which its root would have no power"
                                        + " over")
                        .hint("share the network only, with --network or `pod create --share net`");
            }
        }
    }
}
