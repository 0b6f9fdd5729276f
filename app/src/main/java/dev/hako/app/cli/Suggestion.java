package dev.hako.app.cli;

import java.util.Collection;
import java.util.Optional;

/// What a user who mistyped a word probably meant.
public final class Suggestion {
    private static final int SHORTEST = 2;

    private Suggestion() {}

    /// The end of a message: `; hint: did you mean --name?`, or nothing.
    public static String hint(String word, Collection<String> known) {
        return nearest(word, known).map(near -> "; hint: did you mean " + near + "?").orElse("");
    }

    /// The known word nearest to `word`, unless all are far: one that begins with it, or that
    /// differs from it in at most a third of its letters.
    static Optional<String> nearest(String word, Collection<String> known) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            boolean longer = candidate.length() > word.length() && word.length() > SHORTEST + 1;
            if (longer && candidate.startsWith(word)) {
                distance = 1;
            }
            boolean near = distance <= Math.max(1, candidate.length() / 3);
            boolean better =
                    distance < least || (distance == least && candidate.compareTo(best) < 0);
            if (candidate.length() > SHORTEST - 1 + dashes(candidate) && near && better) {
                best = candidate;
                least = distance;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    private static int dashes(String word) {
        return word.startsWith("--") ? 2 : word.startsWith("-") ? 1 : 0;
    }

    /// How many letters must be put in, taken out, replaced or swapped with their neighbour
    /// (optimal string alignment).
    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = step(steps, a, b, i, j);
            }
        }
        return steps[a.length()][b.length()];
    }

    private static int step(int[][] steps, String a, String b, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int replace = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replace, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
