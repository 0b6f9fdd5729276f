package dev.hako.compare.contest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Lets contenders take turns, round by round, once each is warm. Each round begins with another
/// contender, so that nobody always runs in the wake of the same one.
///
/// @param rounds how many runs of each count, at most
/// @param limit when no further round begins; the first always does
/// @param clock what the limit is measured by
public record Interleaved(int rounds, Duration limit, InstantSource clock) {
    /// What each contender's runs cost, by its name, in the order of `contenders`.
    public Map<String, Measures> run(List<? extends Contender> contenders) {
        contenders.forEach(Interleaved::warmUp);
        List<List<Measure>> runs = new ArrayList<>();
        contenders.forEach(_ -> runs.add(new ArrayList<>()));
        Instant end = clock.instant().plus(limit);
        for (int round = 0; round < rounds; round++) {
            if (round > 0 && clock.instant().isAfter(end)) {
                break;
            }
            for (int turn = 0; turn < contenders.size(); turn++) {
                int next = (round + turn) % contenders.size();
                runs.get(next).add(contenders.get(next).run());
            }
        }
        Map<String, Measures> byName = new LinkedHashMap<>();
        for (int i = 0; i < contenders.size(); i++) {
            byName.put(contenders.get(i).name(), new Measures(runs.get(i)));
        }
        return byName;
    }

    private static void warmUp(Contender contender) {
        for (int i = 0; i < contender.warmUps(); i++) {
            contender.run();
        }
    }
}
