package dev.hako.engine.spec;

import dev.hako.engine.config.GroupPolicy;
import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import dev.hako.oci.runtime.User;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who is who in a container's root file system: passwd(5) and group(5), read as hostile text.
public final class UserLookup {
    private static final int PASSWD_UID = 2;
    private static final int PASSWD_GID = 3;
    private static final int PASSWD_HOME = 5;
    private static final int GROUP_GID = 2;
    private static final int GROUP_MEMBERS = 3;
    private static final int MAX_LINES = 100_000;

    private final RootFiles root;

    public UserLookup(RootFiles root) {
        this.root = root;
    }

    /// A user as the container has it.
    ///
    /// @param home from passwd(5); `/root` or `/` where it says nothing
    public record Account(User user, String home) {}

    /// The account of a user, with Docker's groups.
    ///
    /// @see #find(String, List, GroupPolicy)
    public Account find(String wanted, List<String> furtherGroups) {
        return find(wanted, furtherGroups, GroupPolicy.STANDARD);
    }

    /// The account of a user, with its groups.
    ///
    /// @param wanted `name|uid[:group|gid]`; empty: root
    /// @param furtherGroups names or numbers
    /// @param policy which others it has
    /// @throws Failure `INVALID` naming the user or group that does not exist
    public Account find(String wanted, List<String> furtherGroups, GroupPolicy policy) {
        int colon = wanted.indexOf(':');
        String name = colon < 0 ? wanted : wanted.substring(0, colon);
        Optional<String> group =
                colon < 0 ? Optional.empty() : Optional.of(wanted.substring(colon + 1));
        String groups = table("etc/group");
        Entry entry = user(name.isEmpty() ? "0" : name);
        long gid = group.map(word -> groupId(word, groups, wanted)).orElse(entry.gid);
        // Without its own group among them a process could give up the group, and with it what the
        // group is denied (CVE-2022-2989).
        Set<Long> more = new LinkedHashSet<>(Set.of(gid));
        boolean merged =
                switch (policy) {
                    case STANDARD -> group.isEmpty();
                    case MERGE -> true;
                    case STRICT -> false;
                };
        if (merged && !entry.name.isEmpty()) {
            more.addAll(memberships(entry.name, groups));
        }
        furtherGroups.forEach(word -> more.add(groupId(word, groups, word)));
        return new Account(new User(entry.uid, gid, null, List.copyOf(more)), entry.home);
    }

    private record Entry(String name, long uid, long gid, String home) {}

    private Entry user(String word) {
        Optional<Long> number = number(word);
        for (String[] fields : rows(table("etc/passwd"), shortest(word))) {
            if (fields.length > PASSWD_HOME && matches(fields, word, number)) {
                return new Entry(
                        fields[0],
                        number(fields[PASSWD_UID]).orElseThrow(() -> malformed(word)),
                        number(fields[PASSWD_GID]).orElseThrow(() -> malformed(word)),
                        fields[PASSWD_HOME].isEmpty() ? "/" : fields[PASSWD_HOME]);
            }
        }
        long uid =
                number.orElseThrow(() ->
                        Failure.invalid(
                                        "no such user \""
                                                + Printable.of(word)
                                                + "\" in the container's /etc/passwd")
                                .hint("use a name that the image has, or a number"));
        return new Entry("", uid, 0, uid == 0 ? "/root" : "/");
    }

    private static boolean matches(String[] fields, String word, Optional<Long> number) {
        return fields[0].equals(word)
                || number.isPresent() && number.equals(number(fields[PASSWD_UID]));
    }

    private static Failure malformed(String word) {
        return Failure.invalid(
                "the container's /etc/passwd is malformed at user \"" + Printable.of(word) + "\"");
    }

    private static long groupId(String word, String groups, String wanted) {
        for (String[] fields : rows(groups, word)) {
            if (fields.length > GROUP_GID && fields[0].equals(word)) {
                return number(fields[GROUP_GID]).orElseThrow(() -> malformed(word));
            }
        }
        return number(word)
                .orElseThrow(() ->
                        Failure.invalid(
                                        "no such group \""
                                                + Printable.of(word)
                                                + "\" for user \""
                                                + Printable.of(wanted)
                                                + "\" in the container's /etc/group")
                                .hint("use a name that the image has, or a number"));
    }

    private static List<Long> memberships(String name, String groups) {
        List<Long> found = new ArrayList<>();
        for (String[] fields : rows(groups, name)) {
            if (fields.length > GROUP_MEMBERS
                    && List.of(fields[GROUP_MEMBERS].split(",", -1)).contains(name)) {
                number(fields[GROUP_GID]).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<Long> number(String word) {
        if (word.isEmpty() || word.length() > 10 || !word.chars().allMatch(Character::isDigit)) {
            return Optional.empty();
        }
        long number = Long.parseLong(word);
        return number < 0xffff_ffffL ? Optional.of(number) : Optional.empty();
    }

    /// A number as a row may have it at the least; any other word as it is.
    private static String shortest(String word) {
        return number(word).map(String::valueOf).orElse(word);
    }

    private String table(String path) {
        return root.read(path).map(text -> new String(text, StandardCharsets.UTF_8)).orElse("");
    }

    /// The rows that have a word somewhere in them; all others are just passed over.
    private static List<String[]> rows(String table, String word) {
        List<String[]> found = new ArrayList<>();
        int start = 0;
        for (int line = 0; line < MAX_LINES && start < table.length(); line++) {
            int newline = table.indexOf('\n', start);
            int end = newline < 0 ? table.length() : newline;
            if (table.indexOf(word, start, end) >= 0) {
                found.add(table.substring(start, end).split(":", -1));
            }
            start = end + 1;
        }
        return found;
    }
}
