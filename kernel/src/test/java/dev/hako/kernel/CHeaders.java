package dev.hako.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Asks a C compiler what the system's headers say.
final class CHeaders {
    private static final String INCLUDES =
            """
            #define _GNU_SOURCE 1
            #include <netinet/in.h>
            #include <dirent.h>
            #include <errno.h>
            #include <fcntl.h>
            #include <linux/audit.h>
            #include <linux/capability.h>
            #include <linux/filter.h>
            #include <linux/fs.h>
            #include <linux/if_link.h>
            #include <linux/memfd.h>
            #include <linux/netfilter.h>
            #include <linux/netfilter/nf_tables.h>
            #include <linux/netfilter/nfnetlink.h>
            #include <linux/netfilter/nfnetlink_conntrack.h>
            #include <linux/netfilter/nfnetlink_log.h>
            #include <linux/netlink.h>
            #include <linux/nsfs.h>
            #include <linux/openat2.h>
            #include <linux/rtnetlink.h>
            #include <linux/seccomp.h>
            #include <linux/veth.h>
            #include <net/if.h>
            #include <poll.h>
            #include <sched.h>
            #include <signal.h>
            #include <spawn.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/epoll.h>
            #include <sys/eventfd.h>
            #include <sys/file.h>
            #include <sys/ioctl.h>
            #include <sys/mount.h>
            #include <sys/personality.h>
            #include <sys/prctl.h>
            #include <sys/resource.h>
            #include <sys/socket.h>
            #include <sys/stat.h>
            #include <sys/statfs.h>
            #include <sys/statvfs.h>
            #include <sys/un.h>
            #include <sys/vfs.h>
            #include <sys/wait.h>
            #include <sys/xattr.h>
            #include <termios.h>
            #include <time.h>
            #include <unistd.h>
            #include <linux/magic.h>
            """;

    private CHeaders() {}

    /// The numbers of a class that stand for themselves in C: all its constants that others can
    /// see, but those of `ours`.
    static void collect(Class<?> type, Set<String> ours, Map<String, Long> into) {
        for (Field field : type.getDeclaredFields()) {
            boolean number = field.getType() == int.class || field.getType() == long.class;
            boolean constant = Modifier.isStatic(field.getModifiers());
            if (number
                    && constant
                    && !Modifier.isPrivate(field.getModifiers())
                    && !ours.contains(field.getName())) {
                into.put(field.getName(), value(field));
            }
        }
    }

    private static long value(Field field) {
        try {
            field.setAccessible(true);
            return ((Number) field.get(null)).longValue();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /// What expressions are worth; those whose name is a macro the headers lack are left out.
    static SortedMap<String, Long> evaluate(Path folder, Set<String> expressions) {
        StringBuilder program = new StringBuilder(INCLUDES).append("int main(void) {\n");
        for (String expression : expressions) {
            program.append(guarded(expression, print(expression)));
        }
        program.append("return 0; }\n");
        Path source = write(folder, program.toString());
        Path binary = folder.resolve("ask");
        run("cc", "-w", "-o", binary.toString(), source.toString());
        SortedMap<String, Long> values = new TreeMap<>();
        run(binary.toString())
                .lines()
                .map(line -> line.split("=", -1))
                .forEach(parts -> values.put(parts[0], Long.parseLong(parts[1])));
        return values;
    }

    private static String print(String expression) {
        return "printf(\"%s=%%lld\\n\", (long long) (%s));\n".formatted(expression, expression);
    }

    /// Compiles a claim for each expression; an unkept one fails with the compiler's message.
    static void require(Path folder, String compiler, Map<String, Long> expected) {
        StringBuilder program = new StringBuilder(INCLUDES);
        expected.forEach((expression, value) ->
                program.append(guarded(expression, claim(expression, value))));
        run(compiler, "-w", "-c", "-o", "/dev/null", write(folder, program.toString()).toString());
    }

    private static String claim(String expression, long value) {
        return "_Static_assert((unsigned) (%s) == %du, \"%s is not %d\");\n"
                .formatted(expression, value & 0xffffffffL, expression, value);
    }

    /// Enumerators and expressions are always there; only macros can be asked for.
    private static String guarded(String expression, String code) {
        boolean macro = expression.matches("[A-Z][A-Z0-9_]+") && !isEnumerator(expression);
        return macro ? "#ifdef " + expression + "\n" + code + "#endif\n" : code;
    }

    private static boolean isEnumerator(String name) {
        return name.matches(
                "P_(ALL|PID|PIDFD)|PER_.*|ADDR_.*|FSCONFIG_.*|CLD_.*|NLMSGERR_.*|IFLA_.*|IFA_[ABL].*|"
                        + "IN6_ADDR_GEN_.*|VETH_.*|NFTA?_.*|CTA_.*|NFULA_.*|NFULNL_(MSG|CFG)_.*|"
                        + "IPCTNL_.*|NF_INET_.*|NFPROTO_.*|NFNLGRP_.*|RT[AMN]_[A-EG-Z].*|RT_(TABLE|SCOPE)_.*");
    }

    private static Path write(Path folder, String program) {
        try {
            return Files.writeString(folder.resolve("ask.c"), program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
