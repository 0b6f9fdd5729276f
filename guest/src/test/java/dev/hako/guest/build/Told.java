package dev.hako.guest.build;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what a build has said.
final class Told implements BuildListener {
    private final List<Stage> stages = new CopyOnWriteArrayList<>();
    private final List<String> files = new CopyOnWriteArrayList<>();

    @Override
    public void begins(Stage stage, String detail) {
        stages.add(stage);
    }

    @Override
    public void made(String file, int count, int expected) {
        files.add(count + " of " + expected + " " + file);
    }

    List<Stage> stages() {
        return stages;
    }

    List<String> files() {
        return files;
    }
}
