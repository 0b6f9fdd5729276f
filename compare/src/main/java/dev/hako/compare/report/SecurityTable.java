package dev.hako.compare.report;

import dev.hako.compare.walls.Walls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// What keeps the subjects apart from the host, as one table: a row for each thing, a column for
/// each subject.
///
/// @param head the names of the columns
/// @param rows cells; the first is what the row is about
record SecurityTable(List<String> head, List<List<String>> rows) {
    static SecurityTable of(List<Walls> walls) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                row(
                        "the kernel that answers",
                        walls,
                        w -> w.hostKernel() ? "the host's" : "its own"));
        rows.add(row("host system calls reached", walls, w -> String.valueOf(w.hostCalls())));
        rows.add(row("system calls refused", walls, w -> String.valueOf(w.refused().size())));
        rows.add(row("other machine codes", walls, w -> joined(w.abis())));
        rows.add(row("capabilities", walls, w -> String.valueOf(w.capabilities().size())));
        rows.add(
                row(
                        "root is the host's root",
                        walls,
                        w -> w.hostKernel() && w.identityMapped() ? "yes" : "no"));
        rows.add(
                row(
                        "namespaces shared with the host",
                        walls,
                        w -> w.hostKernel() ? joined(w.sharedNamespaces()) : "none"));
        rows.add(
                row(
                        "of /proc, /sys, /dev readable",
                        walls,
                        w -> String.valueOf(w.visible().size())));
        rows.add(row("… and writable", walls, w -> joined(w.writable())));
        rows.add(row("possible", walls, w -> joined(w.possible())));
        if (!walls.isEmpty()) {
            for (String name : walls.getFirst().preconditions().keySet()) {
                rows.add(row(name, walls, w -> precondition(w, name)));
            }
        }
        return new SecurityTable(
                Stream.concat(Stream.of(""), walls.stream().map(Walls::subject)).toList(), rows);
    }

    /// Behind a kernel of its own they are that kernel's, and the host is one wall further.
    private static String precondition(Walls walls, String name) {
        boolean there = Boolean.TRUE.equals(walls.preconditions().get(name));
        return !there ? "absent" : walls.hostKernel() ? "there" : "there, behind its own kernel";
    }

    private static List<String> row(String what, List<Walls> walls, Function<Walls, String> cell) {
        return Stream.concat(Stream.of(what), walls.stream().map(cell)).toList();
    }

    private static String joined(Collection<String> values) {
        return values.isEmpty() ? "none" : String.join(", ", values);
    }
}
