package dev.hako.image.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes down what it is given: `path kind content`.
final class Listing implements EntrySink {
    final List<Entry> entries = new ArrayList<>();
    final List<String> contents = new ArrayList<>();

    @Override
    public void add(Entry entry, Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.writeTo(bytes);
        entries.add(entry);
        contents.add(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    List<String> paths() {
        return entries.stream().map(entry -> entry.path().toString()).toList();
    }
}
