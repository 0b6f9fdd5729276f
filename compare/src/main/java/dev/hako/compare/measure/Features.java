package dev.hako.compare.measure;

import dev.hako.compare.subject.Deed;
import dev.hako.compare.subject.Field;
import dev.hako.compare.subject.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What each subject can, tried with a container that rests and with programs of this machine.
final class Features {
    private static final int ONLY = 0;
    private static final int MOST_SHOWN = 60;

    private final Thoroughness how;
    private final Sink sink;

    Features(Thoroughness how, Sink sink) {
        this.how = how;
        this.sink = sink;
    }

    void measure(Field field) {
        for (Subject subject : field.subjects()) {
            if (how.isOver()) {
                sink.missing(new Field.Gap(subject.name(), "features", Allowance.LATE));
                continue;
            }
            sink.progress("what it can, " + subject.name());
            programs().forEach((name, words) -> found(subject, name, () -> run(subject, words)));
            deeds(subject);
        }
    }

    private static Map<String, List<String>> programs() {
        Map<String, List<String>> programs = new LinkedHashMap<>();
        programs.put("shows it folders of the host", shell("echo yes"));
        programs.put("gives it processors, of this machine's", shell("nproc"));
        programs.put(
                "lets it have users of its own",
                shell("unshare --user true 2>/dev/null && echo yes || echo no"));
        programs.put(
                "lets it mount something",
                shell(
                        "unshare --user --map-root-user --mount mount -t tmpfs none /usr 2>/dev/null"
                                + " && echo yes || echo no"));
        return programs;
    }

    private static List<String> shell(String line) {
        return List.of("/bin/sh", "-c", "PATH=/usr/sbin:/usr/bin:/sbin:/bin; " + line);
    }

    private static String run(Subject subject, List<String> words) {
        return subject.run(words).output().strip();
    }

    private void deeds(Subject subject) {
        try {
            subject.begin(ONLY);
            for (Deed deed : Deed.values()) {
                found(
                        subject,
                        deed.title(),
                        () -> subject.act(ONLY, deed) ? "yes" : Feature.ELSEWHERE);
            }
        } catch (RuntimeException e) {
            sink.missing(new Field.Gap(subject.name(), "features", Field.firstLine(e)));
        } finally {
            end(subject);
        }
    }

    private void end(Subject subject) {
        try {
            subject.end(ONLY);
        } catch (RuntimeException e) {
            String what = "the end of a container";
            sink.missing(new Field.Gap(subject.name(), what, Field.firstLine(e)));
        }
    }

    /// Tries something that answers, or fails.
    @FunctionalInterface
    private interface Attempt {
        String answer();
    }

    private void found(Subject subject, String name, Attempt attempt) {
        String answer;
        try {
            answer = attempt.answer();
        } catch (RuntimeException e) {
            // Of a command that failed the last line that it has printed is enough.
            String why = Field.firstLine(e).replaceFirst("^\".*\" failed: ", "");
            answer = "no: " + why.substring(0, Math.min(why.length(), MOST_SHOWN));
        }
        sink.found(new Feature(subject.name(), name, answer));
    }
}
