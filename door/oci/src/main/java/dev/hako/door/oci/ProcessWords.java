package dev.hako.door.oci;

import dev.hako.failure.Failure;
import dev.hako.oci.runtime.Capabilities;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.User;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A process as `exec`'s options and arguments describe it: like the container's first one, but for
/// what they say.
record ProcessWords(Words words) {
    ProcessWords {
        if (!words.has('a')) {
            throw Failure.invalid("there is no program to run");
        }
    }

    private static long id(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw Failure.invalid("\"" + word + "\" is no id")
                    .hint("the OCI runtime knows users and groups by number only");
        }
    }

    /// The process, made like the container's first one.
    Process apply(Process first) {
        return first.with(p ->
                p.args(words.all('a'))
                        .env(Stream.concat(first.env().stream(), words.all('e').stream()).toList())
                        .cwd(or(words.last('c'), first.cwd()))
                        .user(user(first.user()))
                        .capabilities(capabilities(first.capabilities()))
                        .noNewPrivileges(words.has('n') || first.noNewPrivileges())
                        .apparmorProfile(words.has('m') ? words.last('m') : first.apparmorProfile())
                        .selinuxLabel(words.has('l') ? words.last('l') : first.selinuxLabel())
                        .terminal(words.has('t')));
    }

    private static String or(@Nullable String word, String otherwise) {
        return word == null ? otherwise : word;
    }

    /// `UID` or `UID:GID`.
    private User user(User first) {
        List<Long> groups = words.all('g').stream().map(ProcessWords::id).toList();
        List<Long> additional = groups.isEmpty() ? first.additionalGids() : groups;
        String user = words.last('u');
        if (user == null) {
            return new User(first.uid(), first.gid(), first.umask(), additional);
        }
        String[] parts = user.split(":", 2);
        long gid = parts.length == 2 ? id(parts[1]) : 0;
        return new User(id(parts[0]), gid, first.umask(), additional);
    }

    private @Nullable Capabilities capabilities(@Nullable Capabilities first) {
        if (!words.has('p')) {
            return first;
        }
        Capabilities sets = first == null ? Capabilities.NONE : first;
        return new Capabilities(
                with(sets.bounding()),
                with(sets.effective()),
                sets.inheritable(),
                with(sets.permitted()),
                sets.ambient());
    }

    private List<String> with(List<String> set) {
        return Stream.concat(set.stream(), words.all('p').stream()).distinct().toList();
    }
}
