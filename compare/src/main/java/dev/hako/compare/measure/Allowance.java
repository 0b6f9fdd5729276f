package dev.hako.compare.measure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;

/// How long measuring may take. Each group gets a share of what is left, as much as it usually
/// needs beside those that follow; what it leaves over is theirs.
///
/// Only the thread that measures uses it.
public final class Allowance {
    /// Why somebody has no figure.
    static final String LATE = "its share of the time was over";

    private final InstantSource clock;
    private final Instant end;
    private final Set<Group> ahead;
    private Instant turnEnd;
    private Instant pieceEnd;
    private boolean cut;

    private Allowance(InstantSource clock, Instant end, Set<Group> ahead) {
        this.clock = clock;
        this.end = end;
        this.turnEnd = end;
        this.pieceEnd = end;
        this.ahead = ahead;
    }

    /// One that begins now.
    ///
    /// @param all for all groups together
    /// @param groups that will be measured
    public static Allowance of(Duration all, Set<Group> groups, InstantSource clock) {
        Set<Group> ahead = EnumSet.noneOf(Group.class);
        ahead.addAll(groups);
        return new Allowance(clock, clock.instant().plus(all), ahead);
    }

    /// A group has its turn.
    public void begin(Group group) {
        cut = false;
        Duration left = Duration.between(clock.instant(), end);
        int weights = ahead.stream().mapToInt(Group::weight).sum();
        turnEnd =
                left.isNegative() || weights == 0
                        ? end
                        : clock.instant()
                                .plus(left.multipliedBy(group.weight()).dividedBy(weights));
        pieceEnd = turnEnd;
        ahead.remove(group);
    }

    /// One of several pieces of a group's work has its turn; what earlier ones have left over is
    /// its, too.
    ///
    /// @param number 0 for the first
    void beginPiece(int number, int count) {
        Duration left = Duration.between(clock.instant(), turnEnd);
        pieceEnd =
                left.isNegative() ? turnEnd : clock.instant().plus(left.dividedBy(count - number));
    }

    /// Whether nothing further of this group, or of its piece, may begin. Who asks and is told so
    /// leaves something out.
    public boolean isOver() {
        boolean over = !clock.instant().isBefore(pieceEnd);
        cut |= over;
        return over;
    }

    /// Whether something of this group was left out.
    public boolean hasCut() {
        return cut;
    }
}
