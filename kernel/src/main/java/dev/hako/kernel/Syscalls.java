package dev.hako.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Names and numbers of all system calls up to Linux 6.18.
///
/// Source: the kernel's system call tables (`syscall_64.tbl`, `syscall_32.tbl`, arm's
/// `syscall.tbl`, `asm-generic/unistd.h`), kept in `syscalls.tsv` beside this class. A numbering is
/// read when first asked for.
public final class Syscalls {
    private static final Map<SyscallAbi, Table> TABLES = new ConcurrentHashMap<>();

    private Syscalls() {}

    /// The number of a call that `arch` is known to have.
    ///
    /// @throws IllegalArgumentException if it has no call of that name
    public static int number(Arch arch, String name) {
        return find(arch.abi(), name)
                .orElseThrow(() ->
                        new IllegalArgumentException("no system call \"" + name + "\" on " + arch));
    }

    /// The number of a call, [SyscallAbi#numberBit()] included, or nothing if there is none.
    public static OptionalInt find(SyscallAbi abi, String name) {
        Integer number = table(abi).numbers.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /// The name of a number, [SyscallAbi#numberBit()] included, or nothing if it has none.
    public static Optional<String> name(SyscallAbi abi, int number) {
        return Optional.ofNullable(table(abi).names.get(number));
    }

    /// The names of all calls of `abi`.
    public static Set<String> names(SyscallAbi abi) {
        return Set.copyOf(table(abi).numbers.keySet());
    }

    private static Table table(SyscallAbi abi) {
        return TABLES.computeIfAbsent(abi, Syscalls::read);
    }

    /// A row is a name and one number or `-` for each [SyscallAbi], in its order, parted by tabs.
    private static Table read(SyscallAbi abi) {
        Table table = new Table(new HashMap<>(1024), new HashMap<>(1024));
        int column = 1 + List.of(SyscallAbi.values()).indexOf(abi);
        String text = text();
        int start = text.indexOf('\n') + 1;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            String number = cell(text, start, end, column);
            if (!number.equals("-")) {
                int value = Integer.parseInt(number) | abi.numberBit();
                table.add(cell(text, start, end, 0), value);
            }
            start = end + 1;
        }
        return table;
    }

    /// One cell of a row, found without cutting up the others: the first container waits for this.
    private static String cell(String text, int start, int end, int column) {
        int from = start;
        for (int i = 0; i < column; i++) {
            from = text.indexOf('\t', from) + 1;
        }
        int tab = text.indexOf('\t', from);
        return text.substring(from, tab < 0 || tab > end ? end : tab);
    }

    private static String text() {
        try (InputStream in = Syscalls.class.getResourceAsStream("syscalls.tsv")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            return new String(bytes, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table of system calls", e);
        }
    }

    private record Table(Map<String, Integer> numbers, Map<Integer, String> names) {
        void add(String name, int number) {
            numbers.put(name, number);
            names.put(number, name);
        }
    }
}
