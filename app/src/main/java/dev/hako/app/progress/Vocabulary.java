package dev.hako.app.progress;

/// What is said of a layer, in Docker's words.
///
/// @param begins before anything is done with it
/// @param travelling while it is on its way
/// @param done once it is there
/// @param exists if it was there before
public record Vocabulary(String begins, String travelling, String done, String exists) {
    public static final Vocabulary PULL =
            new Vocabulary("Pulling fs layer", "Downloading", "Pull complete", "Already exists");
    public static final Vocabulary PUSH =
            new Vocabulary("Preparing", "Pushing", "Pushed", "Layer already exists");
    public static final Vocabulary LOAD =
            new Vocabulary("Waiting", "Loading layer", "Loaded", "Already exists");
}
