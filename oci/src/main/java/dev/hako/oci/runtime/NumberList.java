package dev.hako.oci.runtime;

import dev.hako.oci.json.Require;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The kernel's way to write a set of processors or memory nodes: `0-3,7` (`cpuset(7)`, "List
/// format").
final class NumberList {
    private static final Pattern GRAMMAR =
            Pattern.compile("\\d{1,9}(-\\d{1,9})?(, ?\\d{1,9}(-\\d{1,9})?)*+");

    private NumberList() {}

    static void require(String field, @Nullable String list) {
        if (list != null) {
            Require.that(
                    GRAMMAR.matcher(list).matches(),
                    field,
                    list,
                    "must be a list of numbers and ranges such as 0-3,7");
        }
    }
}
