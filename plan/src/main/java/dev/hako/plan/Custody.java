package dev.hako.plan;

/// Who looks after a program once its launcher has started it.
public sealed interface Custody permits Monitoring, Handover {}
