package dev.hako.network.cni;

import dev.hako.failure.Failure;
import java.util.regex.Pattern;

/// Which interface of which container: with a network's name, what a plugin knows an attachment by.
///
/// @param container a container's id
/// @param interfaceName what the interface is called in the container, such as `eth0`
public record AttachmentId(String container, String interfaceName) {
    private static final Pattern INTERFACE =
            Pattern.compile("(?!\\.{1,2}$)[^/:\\s\\p{Cntrl}]{1,15}");

    public AttachmentId {
        if (!NetworkList.NAME.matcher(container).matches()) {
            throw Failure.invalid(Documents.shown(container) + " is no container's id for plugins");
        }
        if (!INTERFACE.matcher(interfaceName).matches()) {
            throw Failure.invalid(Documents.shown(interfaceName) + " is no interface's name");
        }
    }
}
