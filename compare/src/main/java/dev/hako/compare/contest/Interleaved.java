package dev.hako.compare.contest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Lets contenders take turns, round by round, once each is warm. Each round begins with another
/// contender, so that nobody always runs in the wake of the same one.
///
/// @param rounds how many runs of each count, at most
/// @param limit when no further round begins; the first always does
/// @param clock what the limit is measured by
/// @param over whether nothing further may begin at all, not even in the first round
public record Interleaved(int rounds, Duration limit, InstantSource clock, BooleanSupplier over) {
    /// Turns whose first round is always whole.
    public Interleaved(int rounds, Duration limit, InstantSource clock) {
        this(rounds, limit, clock, () -> false);
    }

    /// What each contender's runs cost, by its name, in the order of `contenders`, without those
    /// who had no turn.
    public Map<String, Measures> run(List<? extends Contender> contenders) {
        contenders.forEach(this::warmUp);
        List<List<Measure>> runs = new ArrayList<>();
        contenders.forEach(_ -> runs.add(new ArrayList<>()));
        Instant end = clock.instant().plus(limit);
        for (int round = 0; round < rounds && !over.getAsBoolean(); round++) {
            if (round > 0 && clock.instant().isAfter(end)) {
                break;
            }
            for (int turn = 0; turn < contenders.size() && !over.getAsBoolean(); turn++) {
                int next = (round + turn) % contenders.size();
                runs.get(next).add(contenders.get(next).run());
            }
        }
        Map<String, Measures> byName = new LinkedHashMap<>();
        for (int i = 0; i < contenders.size(); i++) {
            if (!runs.get(i).isEmpty()) {
                byName.put(contenders.get(i).name(), new Measures(runs.get(i)));
            }
        }
        return byName;
    }

    private void warmUp(Contender contender) {
        for (int i = 0; i < contender.warmUps() && !over.getAsBoolean(); i++) {
            contender.run();
        }
    }
}
