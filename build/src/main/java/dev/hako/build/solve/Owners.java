package dev.hako.build.solve;

import dev.hako.build.files.Arrangement;
import dev.hako.build.files.Arrangement.Owner;
import dev.hako.build.files.ModeChange;
import dev.hako.engine.spec.RootFiles;
import dev.hako.engine.spec.UserLookup;
import dev.hako.failure.Failure;
import dev.hako.oci.runtime.User;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads whose files are to be, and what may be done with them.
///
/// @param state whose `/etc/passwd` and `/etc/group` have the names
record Owners(Layers layers, State state) {
    private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,9})(?::([0-9]{1,9}))?");

    /// @throws Failure `INVALID` for an owner that nobody is
    Arrangement arrangement(Optional<String> owner, Optional<String> mode) {
        return new Arrangement(owner.map(this::owner), mode.map(ModeChange::parse));
    }

    /// A number without a group is the group's, too.
    Owner owner(String text) {
        if (text.isEmpty()) {
            return Owner.ROOT;
        }
        Matcher numbers = NUMBERS.matcher(text);
        if (numbers.matches()) {
            int uid = Integer.parseInt(numbers.group(1));
            String group = numbers.group(2);
            return new Owner(uid, group == null ? uid : Integer.parseInt(group));
        }
        User user =
                new UserLookup(new RootFiles(layers.directories(state.layers())))
                        .find(text, List.of())
                        .user();
        return new Owner((int) user.uid(), (int) user.gid());
    }
}
