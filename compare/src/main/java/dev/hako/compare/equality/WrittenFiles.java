package dev.hako.compare.equality;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a container has written, by `hako diff` and `hako cp`. Nothing of it gets on this machine's
/// disk.
///
/// @param hako who is asked
record WrittenFiles(HakoLine hako) {
    /// Of more files the names alone are compared.
    private static final int MOST_READ = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Changes of a container, and what is there now.
    SortedMap<String, String> of(String container) {
        List<String> lines = hako.told(List.of("diff", container), PATIENCE).lines().toList();
        SortedMap<String, String> files = new TreeMap<>();
        int read = 0;
        for (String line : lines) {
            if (line.matches("[ACD] /.*")) {
                String path = line.substring(2);
                boolean there = !line.startsWith("D") && isLeaf(path, lines);
                files.put(line, there && read++ < MOST_READ ? content(container, path) : "");
            }
        }
        return files;
    }

    /// Of a folder with changes below it only those count.
    private static boolean isLeaf(String path, List<String> lines) {
        return lines.stream().noneMatch(line -> line.startsWith(path + "/", 2));
    }

    private String content(String container, String path) {
        try {
            List<String> words = List.of("cp", container + ":" + path, "-");
            return hako.read(words, TarHead::describe, PATIENCE);
        } catch (IllegalStateException e) {
            return "not read: " + e.getMessage();
        }
    }
}
