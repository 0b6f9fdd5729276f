package dev.hako.plan;

import dev.hako.plan.Argument.Register;

/// One step of a plan.
///
/// @param action what it does
/// @param intent what for
/// @param onError what happens when it fails
/// @param result where its result goes, or [Register#NONE]
public record Step(Action action, Intent intent, OnError onError, Register result) {}
