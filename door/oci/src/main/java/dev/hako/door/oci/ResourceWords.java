package dev.hako.door.oci;

import dev.hako.failure.Failure;
import dev.hako.oci.runtime.BlockIoResources;
import dev.hako.oci.runtime.CpuResources;
import dev.hako.oci.runtime.MemoryResources;
import dev.hako.oci.runtime.Resources;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Limits as `update`'s options name them.
record ResourceWords(Words words) {
    private static final Pattern SIZE = Pattern.compile("(-?\\d{1,18})([bkmgt]?)b?");
    private static final String UNITS = "bkmgt";
    private static final int UNIT_BITS = 10;

    Resources resources() {
        return Resources.NONE.with(
                r -> r.memory(memory()).cpu(cpu()).pids(pids()).blockIo(blockIo()));
    }

    private @Nullable MemoryResources memory() {
        var memory =
                new MemoryResources(
                        bytes('m'), bytes('r'), bytes('s'), null, null, null, false, false, false);
        return bytes('m') == null && bytes('r') == null && bytes('s') == null ? null : memory;
    }

    private @Nullable CpuResources cpu() {
        var cpu =
                new CpuResources(
                        number('S'),
                        number('Q'),
                        number('B'),
                        number('P'),
                        number('T'),
                        number('R'),
                        words.last('c'),
                        words.last('M'),
                        number('I'));
        return cpu.equals(new CpuResources(null, null, null, null, null, null, null, null, null))
                ? null
                : cpu;
    }

    private Resources.@Nullable Pids pids() {
        Long limit = number('p');
        return limit == null ? null : new Resources.Pids(limit);
    }

    private @Nullable BlockIoResources blockIo() {
        Long weight = number('w');
        return weight == null
                ? null
                : new BlockIoResources(
                        Math.clamp(weight, -1, Integer.MAX_VALUE),
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
    }

    private @Nullable Long number(char letter) {
        String word = words.last(letter);
        if (word == null) {
            return null;
        }
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw Failure.invalid("\"" + word + "\" is no number");
        }
    }

    /// A number of bytes, perhaps with a unit: `64m`.
    private @Nullable Long bytes(char letter) {
        String word = words.last(letter);
        if (word == null) {
            return null;
        }
        Matcher matcher = SIZE.matcher(word.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw Failure.invalid("\"" + word + "\" is no size")
                    .hint("give bytes, or a number with k, m, g or t; -1 is no limit");
        }
        int unit = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2));
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (unit * UNIT_BITS));
        } catch (ArithmeticException e) {
            throw Failure.invalid("\"" + word + "\" is more than any machine has");
        }
    }
}
