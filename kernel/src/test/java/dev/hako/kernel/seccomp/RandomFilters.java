package dev.hako.kernel.seccomp;

import dev.hako.kernel.SyscallAbi;
import dev.hako.kernel.Syscalls;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/// Makes filters nobody would think of, the same ones in each run.
final class RandomFilters {
    /// Values around everything the rules compare with, in the low and in the high word.
    static final long[] VALUES = {
        0,
        1,
        2,
        7,
        8,
        9,
        37,
        38,
        39,
        40,
        41,
        0x20000,
        0x20008,
        0x7e020000L,
        0x7fffffffL,
        0x80000000L,
        0xffffffffL,
        0x100000000L,
        0x100000008L,
        0x2600000026L,
        0x2700000025L,
        0x2500000027L,
        0x7e02000000000000L,
        -1L,
        Long.MIN_VALUE
    };

    private static final SeccompAction[] DEFAULTS = {
        SeccompAction.errno(1),
        SeccompAction.errno(38),
        SeccompAction.ALLOW,
        SeccompAction.KILL_PROCESS,
        SeccompAction.LOG
    };
    private static final SeccompAction[] ACTIONS = {
        SeccompAction.ALLOW, SeccompAction.errno(13), SeccompAction.TRAP, SeccompAction.trace(7)
    };
    private static final List<SyscallAbi> ALL_X86 =
            List.of(SyscallAbi.X86_64, SyscallAbi.I386, SyscallAbi.X32);

    private final Random random;
    private final List<String> names;

    RandomFilters(long seed, Predicate<String> known) {
        random = new Random(seed);
        names = Syscalls.names(SyscallAbi.X86_64).stream().filter(known).sorted().toList();
    }

    /// Any rules at all.
    SeccompFilter any() {
        List<SeccompRule> rules = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int first = random.nextInt(names.size() - 9);
            List<String> some = names.subList(first, first + 1 + random.nextInt(8));
            rules.add(new SeccompRule(some, pick(ACTIONS), tests(2)));
        }
        return filter(rules);
    }

    /// Rules of which no two test the same call: where several do, what libseccomp answers depends
    /// on accidents of its tree, up to answers none of the rules gives.
    SeccompFilter withoutCompetingTests() {
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, random);
        List<SeccompRule> rules = new ArrayList<>();
        for (int i = 0; i + 8 < 200; i += 8) {
            List<String> some = shuffled.subList(i, i + 1 + random.nextInt(7));
            rules.add(new SeccompRule(some, pick(ACTIONS), tests(6)));
        }
        rules.addAll(any().rules().stream().filter(rule -> rule.tests().isEmpty()).toList());
        return filter(rules);
    }

    private SeccompFilter filter(List<SeccompRule> rules) {
        List<SyscallAbi> abis = random.nextBoolean() ? ALL_X86 : List.of(SyscallAbi.X86_64);
        return new SeccompFilter(pick(DEFAULTS), abis, rules);
    }

    /// None, or up to three: each on an argument of its own if there are six to choose from.
    private List<ArgumentTest> tests(int arguments) {
        List<ArgumentTest> tests = new ArrayList<>();
        int count = random.nextBoolean() ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int index = arguments == 6 ? 2 * i + random.nextInt(2) : random.nextInt(arguments);
            tests.add(new ArgumentTest(index, pick(Comparison.values()), value(), value()));
        }
        return tests;
    }

    private long value() {
        return VALUES[random.nextInt(VALUES.length)];
    }

    private <T> T pick(T[] all) {
        return all[random.nextInt(all.length)];
    }
}
