package dev.hako.kernel.seccomp;

import dev.hako.kernel.SyscallAbi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/// The default profile of Docker, for a container without further capabilities.
///
/// A line of its table is an action, a condition, a test and names, parted by tabs.
final class DefaultProfile {
    private DefaultProfile() {}

    /// The filter for these numberings; `architecture` is the profile's word for the machine.
    static SeccompFilter filter(List<SyscallAbi> abis, String architecture) {
        return new SeccompFilter(SeccompAction.errno(1), abis, rules(architecture));
    }

    static SeccompFilter x86() {
        return filter(List.of(SyscallAbi.X86_64, SyscallAbi.I386, SyscallAbi.X32), "amd64");
    }

    static SeccompFilter arm() {
        return filter(List.of(SyscallAbi.AARCH64, SyscallAbi.ARM), "arm64");
    }

    private static List<SeccompRule> rules(String architecture) {
        List<SeccompRule> rules = new ArrayList<>();
        try (BufferedReader lines = open()) {
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .filter(cells -> applies(cells[1], architecture))
                    .forEach(cells -> rules.add(rule(cells)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rules;
    }

    private static BufferedReader open() {
        return new BufferedReader(
                new InputStreamReader(
                        Objects.requireNonNull(
                                DefaultProfile.class.getResourceAsStream("default-profile.tsv")),
                        StandardCharsets.UTF_8));
    }

    /// A condition is a sequence of `if WHAT=LIST` and `unless WHAT=LIST`, all of which must hold.
    private static boolean applies(String condition, String architecture) {
        String[] words = condition.split(" ", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            String what = words[i + 1].replaceAll("=.*", "");
            List<String> list = List.of(words[i + 1].replaceAll(".*=", "").split(",", -1));
            boolean given =
                    switch (what) {
                        case "caps" -> false;
                        case "arches" -> list.contains(architecture);
                        default -> true;
                    };
            if (given != words[i].equals("if")) {
                return false;
            }
        }
        return true;
    }

    private static SeccompRule rule(String[] cells) {
        SeccompAction action =
                SeccompAction.parse("SCMP_ACT_" + cells[0].split(":", -1)[0], errno(cells[0]))
                        .orElseThrow();
        return new SeccompRule(List.of(cells[3].split(" ", -1)), action, tests(cells[2]));
    }

    private static OptionalInt errno(String action) {
        String digits = action.replaceAll("\\D", "");
        return digits.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    }

    private static List<ArgumentTest> tests(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        String[] words = text.split(" ", -1);
        return List.of(
                new ArgumentTest(
                        Integer.parseInt(words[0].substring(3)),
                        Comparison.parse(words[1]).orElseThrow(),
                        Long.parseLong(words[2]),
                        words.length > 3 ? Long.parseLong(words[3]) : 0));
    }
}
