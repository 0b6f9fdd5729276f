package dev.hako.compare.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What figures are grouped by, in the order of the report.
public enum Group {
    /// Whole commands that run a program which does nothing.
    RUN("A container that does nothing, as a whole"),
    /// The life of a container by OCI's command line, verb by verb.
    OCI("The OCI command, verb by verb"),
    /// Docker's API, call by call.
    DOCKER("Docker's API, call by call"),
    /// CRI's calls, alone and ten at a time.
    CRI("Kubernetes' CRI, call by call"),
    /// What the kernel costs a program in a container.
    INSIDE("Inside: what the kernel costs a program"),
    /// How soon a program of another kind has said something.
    OUTPUT("Time to the end of a first word, by this machine's own programs"),
    /// What containers that rest take.
    MEMORY("Containers that rest"),
    /// What of the host a program reaches.
    SECURITY("What of the host a program reaches");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    /// As a heading.
    public String title() {
        return title;
    }

    /// As the command line has it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The group of this word.
    public static Optional<Group> of(String word) {
        return Arrays.stream(values()).filter(group -> group.word().equals(word)).findFirst();
    }
}
