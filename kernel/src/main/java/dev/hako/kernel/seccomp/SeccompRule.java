package dev.hako.kernel.seccomp;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What to do with some calls.
///
/// @param names the calls; names no numbering knows are passed over
/// @param action what the kernel does with them
/// @param tests conditions on their arguments, see [SeccompFilter]
public record SeccompRule(List<String> names, SeccompAction action, List<ArgumentTest> tests) {
    public SeccompRule {
        names = List.copyOf(names);
        tests = List.copyOf(tests);
    }

    /// The alternatives, each a list of tests that must all hold.
    List<List<ArgumentTest>> alternatives() {
        Set<Integer> indexes = new HashSet<>();
        boolean repeated = tests.stream().anyMatch(test -> !indexes.add(test.index()));
        return repeated ? tests.stream().map(List::of).toList() : List.of(tests);
    }
}
