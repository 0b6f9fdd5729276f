package dev.hako.build.files;

import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `--chmod` makes of a file's permissions: an octal number, or changes as chmod(1) reads
/// them, `u=rw,go-w` or `a+X`. Without a letter before the operator all are meant, whatever any
/// umask says.
///
/// @param clauses done one after the other
public record ModeChange(List<Clause> clauses) {
    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{1,4}");
    private static final Pattern CLAUSE =
            Pattern.compile("([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)");
    private static final Pattern STEP = Pattern.compile("([-+=])([rwxXstugo]*)");
    private static final int RADIX = 8;
    private static final int ALL = 07777;
    private static final int EXECUTE = 0111;
    private static final int SET_UID = 04000;
    private static final int SET_GID = 02000;
    private static final int STICKY = 01000;

    public ModeChange {
        clauses = List.copyOf(clauses);
    }

    /// One change.
    ///
    /// @param who some of `u`, `g` and `o`
    /// @param operator `+`, `-` or `=`; `8` for an octal number
    /// @param what letters of permissions, one of `u`, `g` and `o`, or the number
    record Clause(String who, char operator, String what) {}

    /// Reads one.
    ///
    /// @throws Failure `INVALID` for what chmod(1) would not take
    public static ModeChange parse(String text) {
        if (OCTAL.matcher(text).matches()) {
            return new ModeChange(List.of(new Clause("ugo", '8', text)));
        }
        List<Clause> clauses = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher clause = CLAUSE.matcher(part);
            if (!clause.matches()) {
                throw Failure.invalid("\"--chmod=" + text + "\" says no permissions")
                        .hint("write an octal number such as 0755, or changes such as u=rwX,go-w");
            }
            String letters = clause.group(1);
            String who = letters.isEmpty() || letters.contains("a") ? "ugo" : letters;
            Matcher step = STEP.matcher(clause.group(2));
            while (step.find()) {
                clauses.add(new Clause(who, step.group(1).charAt(0), step.group(2)));
            }
        }
        return new ModeChange(clauses);
    }

    /// The permissions that come of these.
    int applied(int permissions, boolean directory) {
        int mode = permissions & ALL;
        for (Clause clause : clauses) {
            mode =
                    clause.operator == '8'
                            ? Integer.parseInt(clause.what, RADIX)
                            : applied(clause, mode, directory);
        }
        return mode;
    }

    private static int applied(Clause clause, int mode, boolean directory) {
        int bits = 0;
        int cleared = 0;
        for (int i = 0; i < clause.who.length(); i++) {
            int shift = shift(clause.who.charAt(i));
            bits |= bits(clause.what, mode, directory) << shift;
            cleared |= 07 << shift;
        }
        bits |= special(clause);
        return switch (clause.operator) {
            case '+' -> mode | bits;
            case '-' -> mode & ~bits;
            // chmod(1): a directory keeps its set-id bits unless they are named.
            default -> mode & ~cleared & ~(directory ? 0 : owned(clause.who)) | bits;
        };
    }

    private static int shift(char who) {
        return switch (who) {
            case 'u' -> 6;
            case 'g' -> 3;
            default -> 0;
        };
    }

    private static int bits(String what, int mode, boolean directory) {
        int bits = 0;
        for (int i = 0; i < what.length(); i++) {
            char letter = what.charAt(i);
            bits |=
                    switch (letter) {
                        case 'r' -> 04;
                        case 'w' -> 02;
                        case 'x' -> 01;
                        case 'X' -> directory || (mode & EXECUTE) != 0 ? 01 : 0;
                        case 'u', 'g', 'o' -> mode >> shift(letter) & 07;
                        default -> 0;
                    };
        }
        return bits;
    }

    private static int special(Clause clause) {
        int bits = 0;
        if (clause.what.contains("s")) {
            bits |= owned(clause.who);
        }
        if (clause.what.contains("t")) {
            bits |= STICKY;
        }
        return bits;
    }

    private static int owned(String who) {
        return (who.contains("u") ? SET_UID : 0) | (who.contains("g") ? SET_GID : 0);
    }
}
