package dev.hako.kernel.seccomp;

import dev.hako.kernel.Errno;
import dev.hako.kernel.SyscallAbi;
import dev.hako.kernel.Syscalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the rules of a filter mean for each number of one numbering.
final class CallVerdicts {
    private final SyscallAbi abi;
    private final SeccompFilter filter;
    private final Map<Integer, SeccompAction> always = new HashMap<>();
    private final Map<Integer, List<Verdict.Case>> cases = new HashMap<>();

    private CallVerdicts(SyscallAbi abi, SeccompFilter filter) {
        this.abi = abi;
        this.filter = filter;
    }

    /// The verdicts that differ from the default, by number.
    static SortedMap<Integer, Verdict> of(SyscallAbi abi, SeccompFilter filter) {
        CallVerdicts verdicts = new CallVerdicts(abi, filter);
        for (SeccompRule rule : filter.rules()) {
            if (!rule.action().equals(filter.defaultAction())) {
                rule.names().forEach(name -> verdicts.add(name, rule));
            }
        }
        return verdicts.merged();
    }

    /// The first number no rule knows of, where newer calls are to be hidden.
    static OptionalInt firstUnknown(SyscallAbi abi, SeccompFilter filter) {
        return filter.rules().stream()
                .flatMap(rule -> rule.names().stream())
                .map(name -> Syscalls.find(abi, name))
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .map(number -> number + 1)
                .max();
    }

    /// What a call no rule knows of fails with.
    static Verdict unknown() {
        return new Verdict.Always(SeccompAction.errno(Errno.ENOSYS.number()));
    }

    private void add(String name, SeccompRule rule) {
        Syscalls.find(abi, name).ifPresent(number -> add(number, rule));
        Optional<MultiplexedCalls.Entry> behind = MultiplexedCalls.find(abi, name);
        boolean blind = !rule.tests().isEmpty() && rule.action().kind().isPermissive();
        if (behind.isPresent() && !blind) {
            int number = Syscalls.find(abi, behind.get().name()).orElseThrow();
            int selector = behind.get().selector();
            List<ArgumentTest> tests = List.of(new ArgumentTest(0, Comparison.EQ, selector, 0));
            add(number, new SeccompRule(List.of(), rule.action(), tests));
        }
    }

    private void add(int number, SeccompRule rule) {
        for (List<ArgumentTest> tests : rule.alternatives()) {
            List<ArgumentTest> telling =
                    tests.stream().filter(test -> !test.holdsAlways(abi.wordBits())).toList();
            if (telling.isEmpty()) {
                always.putIfAbsent(number, rule.action());
            } else {
                cases.computeIfAbsent(number, _ -> new ArrayList<>())
                        .add(new Verdict.Case(telling, rule.action()));
            }
        }
    }

    private SortedMap<Integer, Verdict> merged() {
        SortedMap<Integer, Verdict> merged = new TreeMap<>();
        SeccompAction otherwise = filter.defaultAction();
        cases.forEach((number, list) ->
                merged.put(number, new Verdict.Depends(list, otherwise, abi.wordBits())));
        always.forEach((number, action) -> merged.put(number, new Verdict.Always(action)));
        return merged;
    }
}
