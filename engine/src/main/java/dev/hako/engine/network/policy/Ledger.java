package dev.hako.engine.network.policy;

import dev.hako.engine.event.EventJournal;
import java.time.InstantSource;

/// Where it goes what was decided about containers, besides their own records.
///
/// @param clock when it was
/// @param events of all containers
public record Ledger(InstantSource clock, EventJournal events) {}
