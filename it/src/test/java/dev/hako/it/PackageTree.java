package dev.hako.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An archive of files of this Debian's own packages, with those that they need.
final class PackageTree {
    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final String SCRIPT =
            """
            set -e
            archive=$1
            shift
            left="$*"
            done=
            while test -n "$left"; do
                next=
                for name in $left; do
                    case " $done " in *" $name "*) continue ;; esac
                    done="$done $name"
                    next="$next $(dpkg-query -W -f '${Pre-Depends},${Depends}\\n' "$name" 2> /dev/null \\
                        | tr ',' '\\n' | sed 's/|.*//; s/(.*//; s/:.*//; s/ //g' | tr '\\n' ' ')"
                done
                left=$(echo $next)
            done
            dpkg-query -L $done 2> /dev/null \\
                | grep -vE '^/usr/share/(doc|man|locale|info|perl)/|^/usr/lib/x86_64-linux-gnu/perl' \\
                | sed -E 's#^/(bin|sbin|lib|lib64)/#/usr/\\1/#' | sort -u \\
                | while read -r file; do
                    if test -f "$file" || test -L "$file"; then echo "${file#/}"; fi
                done > "$archive.list"
            for link in bin sbin lib lib64; do echo $link; done >> "$archive.list"
            tar -C / --no-recursion --owner=0 --group=0 -T "$archive.list" -cf "$archive"
            """;

    private PackageTree() {}

    /// Writes it.
    static void make(Path archive, String... packages) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", archive.toString()));
        words.addAll(List.of(packages));
        Programs.run(DEADLINE, words.toArray(String[]::new));
    }
}
