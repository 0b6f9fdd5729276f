package dev.hako.isolation;

/// What becomes of a task when the last connection between its monitor and an engine drops.
public enum WithoutEngine {
    /// It lives on, and the next engine finds it.
    LIVES_ON,

    /// It lives on, and its monitor starts an engine, for it needs one.
    STARTS_ONE,

    /// It is killed: it was only ever meant for the program that had the engine.
    ENDS
}
