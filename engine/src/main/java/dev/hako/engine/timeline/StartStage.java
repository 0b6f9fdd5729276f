package dev.hako.engine.timeline;

import java.util.Locale;

/// A part of a start, in the order in which they are done.
public enum StartStage {
    /// That it starts has been written down.
    RECORD,
    /// Its network is there, if it is connected to one.
    NETWORK,
    /// Its image has been found.
    IMAGE,
    /// Its writable layers and files are there.
    LAYERS,
    /// Its runtime specification has been made.
    SPECIFICATION,
    /// The plan has been compiled.
    PLAN,
    /// The launcher has the plan.
    LAUNCHER,
    /// Its control groups, streams and first process are there.
    NAMESPACES,
    /// It has its file systems.
    MOUNTS,
    /// It has its restrictions, and its program runs.
    PROGRAM;

    /// What documents call it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
