package dev.hako.app.command;

import dev.hako.app.cli.Option;
import dev.hako.app.value.Moment;
import dev.hako.failure.Failure;
import java.time.Instant;
import java.util.Optional;

/// Options that name points in time.
///
/// @param now what durations are counted from
record Moments(Invocation invocation, Instant now) {
    /// The option's moment, if it was given.
    ///
    /// @throws Failure if it names none
    Optional<Instant> of(Option<String> option) {
        return invocation.line().value(option).map(text -> moment(text, option));
    }

    private Instant moment(String text, Option<String> option) {
        try {
            return Moment.parse(text, now, invocation.caller().zone());
        } catch (Failure e) {
            throw Failure.invalid(
                    "invalid argument \"" + text + "\" for " + option + ": " + e.getMessage());
        }
    }
}
