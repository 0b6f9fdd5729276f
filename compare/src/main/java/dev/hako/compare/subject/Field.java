package dev.hako.compare.subject;

import dev.hako.compare.host.Account;
import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Scratch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Those who compete: what this machine has, as far as it works.
///
/// @param subjects who can run a container, by having run one
/// @param runtimes those of them with the OCI command line
/// @param gaps who could not, and why
public record Field(List<Subject> subjects, List<OciSubject> runtimes, List<Gap> gaps) {
    /// Runtimes with the OCI command line, as their programs are called.
    private static final List<String> OCI_PROGRAMS =
            List.of("runc", "crun", "youki", "runsc", "kata-runtime");

    private static final List<String> PROBE = List.of("say", "works");

    /// Somebody or something that could not be measured.
    ///
    /// @param subject whose figure is missing
    /// @param what is missing
    /// @param why in a sentence
    public record Gap(String subject, String what, String why) {}

    public Field {
        subjects = List.copyOf(subjects);
        runtimes = List.copyOf(runtimes);
        gaps = List.copyOf(gaps);
    }

    /// Finds them, and has each run a container once.
    ///
    /// @param wanted which names are asked for
    /// @param hako where Hako is, and where the user's own state is
    /// @param sockets further sockets of Docker's API
    public static Field find(
            Predicate<String> wanted, HakoPlace hako, List<Path> sockets, Scratch scratch) {
        Finder finder = new Finder(wanted, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String name : OCI_PROGRAMS) {
            finder.tryOci(name, Programs.find(name), scratch);
        }
        finder.tryOci("hako-runtime", Optional.of(hako.runtime()), scratch);
        HakoSubjects.find(hako, scratch, wanted, finder.gaps)
                .forEach(subject -> finder.keepIfItWorks(subject.name(), () -> subject));
        if (wanted.test("podman")) {
            finder.tryPodman(scratch);
        }
        DockerSubjects.find(wanted, sockets, finder.gaps, scratch)
                .forEach(subject -> finder.keepIfItWorks(subject.name(), () -> subject));
        return new Field(finder.subjects, finder.runtimes, finder.gaps);
    }

    /// What has been found so far.
    private record Finder(
            Predicate<String> wanted,
            List<Subject> subjects,
            List<OciSubject> runtimes,
            List<Gap> gaps) {
        private void tryOci(String name, Optional<Path> program, Scratch scratch) {
            if (!wanted.test(name)) {
                return;
            }
            if (program.isEmpty()) {
                gaps.add(new Gap(name, "everything", "it is not installed"));
            } else if (!Account.areOpen()) {
                gaps.add(new Gap(name, "everything", "its containers here need root"));
            } else {
                keepIfItWorks(name, () -> OciSubject.prepare(name, program.get(), scratch))
                        .ifPresent(subject -> runtimes.add((OciSubject) subject));
            }
        }

        private void tryPodman(Scratch scratch) {
            Optional<Path> program = Programs.find("podman");
            if (program.isEmpty()) {
                gaps.add(new Gap("podman", "everything", "it is not installed"));
            } else {
                keepIfItWorks("podman", () -> PodmanSubject.prepare(program.get(), scratch));
            }
        }

        private Optional<Subject> keepIfItWorks(String name, Supplier<Subject> made) {
            try {
                Subject subject = made.get();
                String said = subject.run(PROBE).output().strip();
                if (said.equals("works")) {
                    subjects.add(subject);
                    return Optional.of(subject);
                }
                gaps.add(new Gap(name, "everything", "a container said \"" + said + "\""));
            } catch (RuntimeException e) {
                gaps.add(new Gap(name, "everything", firstLine(e)));
            }
            return Optional.empty();
        }
    }

    /// What somebody who failed has said, in short.
    public static String firstLine(Exception error) {
        String text = String.valueOf(error.getMessage()).strip();
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
