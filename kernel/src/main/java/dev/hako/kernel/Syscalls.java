package dev.hako.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Names and numbers of all system calls up to Linux 6.18.
///
/// Source: the kernel's system call tables (`syscall_64.tbl`, `syscall_32.tbl`, arm's
/// `syscall.tbl`, `asm-generic/unistd.h`), kept in `syscalls.tsv` beside this class. The table is
/// read when first asked for.
public final class Syscalls {
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
        return Objects.requireNonNull(Loaded.TABLES.get(abi));
    }

    private record Table(Map<String, Integer> numbers, Map<Integer, String> names) {
        void add(String name, int number) {
            numbers.put(name, number);
            names.put(number, name);
        }
    }

    private static final class Loaded {
        static final Map<SyscallAbi, Table> TABLES = load();

        private static Map<SyscallAbi, Table> load() {
            Map<SyscallAbi, Table> tables = new EnumMap<>(SyscallAbi.class);
            for (SyscallAbi abi : SyscallAbi.values()) {
                tables.put(abi, new Table(new HashMap<>(1024), new HashMap<>(1024)));
            }
            try (BufferedReader lines = open()) {
                lines.lines().filter(line -> !line.startsWith("#")).forEach(l -> addRow(tables, l));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the table of system calls", e);
            }
            return tables;
        }

        private static BufferedReader open() {
            InputStream in = Syscalls.class.getResourceAsStream("syscalls.tsv");
            return new BufferedReader(
                    new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.US_ASCII));
        }

        /// A row is a name and one number or `-` for each [SyscallAbi], in its order.
        private static void addRow(Map<SyscallAbi, Table> tables, String row) {
            String[] cells = row.split("\t", -1);
            int column = 1;
            for (SyscallAbi abi : SyscallAbi.values()) {
                String cell = cells[column++];
                if (!cell.equals("-")) {
                    int number = Integer.parseInt(cell) | abi.numberBit();
                    Objects.requireNonNull(tables.get(abi)).add(cells[0], number);
                }
            }
        }
    }
}
