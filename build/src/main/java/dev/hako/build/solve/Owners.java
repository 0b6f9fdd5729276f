package dev.hako.build.solve;

import dev.hako.build.files.Arrangement;
import dev.hako.build.files.Arrangement.Owner;
import dev.hako.engine.spec.RootFiles;
import dev.hako.engine.spec.UserLookup;
import dev.hako.failure.Failure;
import dev.hako.oci.runtime.User;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads whose files are to be, and what may be done with them.
///
/// @param state whose `/etc/passwd` and `/etc/group` have the names
record Owners(Layers layers, State state) {
    private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,9})(?::([0-9]{1,9}))?");
    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{1,4}");
    private static final int RADIX = 8;

    /// @throws Failure `INVALID` for an owner that nobody is
    Arrangement arrangement(Optional<String> owner, Optional<String> mode) {
        return new Arrangement(
                owner.map(this::owner),
                mode.isPresent() ? OptionalInt.of(mode(mode.get())) : OptionalInt.empty());
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

    private static int mode(String text) {
        if (!OCTAL.matcher(text).matches()) {
            throw Failure.unsupported("\"--chmod=" + text + "\" is not supported")
                    .hint("write the permissions as an octal number, such as 0755");
        }
        return Integer.parseInt(text, RADIX);
    }
}
