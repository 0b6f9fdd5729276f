package dev.hako.isolation;

import java.util.List;

/// An isolation's answer to whether it works on a host.
public sealed interface Support {
    /// It works; `limitations` are sentences about what does not, each with its remedy.
    record Supported(List<String> limitations) implements Support {
        public Supported {
            limitations = List.copyOf(limitations);
        }
    }

    /// It does not work here.
    ///
    /// @param reason why, such as `user namespaces are forbidden`
    /// @param remedy what to do about it, exactly enough to be copied into a shell where it can be
    record Unsupported(String reason, String remedy) implements Support {}
}
