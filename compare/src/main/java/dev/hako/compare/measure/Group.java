package dev.hako.compare.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What figures are grouped by, in the order of the report.
public enum Group {
    /// Whole commands that run a program which does nothing.
    RUN("A container that does nothing, as a whole", 25),
    /// The life of a container by OCI's command line, verb by verb.
    OCI("The OCI command, verb by verb", 25),
    /// Docker's API, call by call.
    DOCKER("Docker's API, call by call", 1),
    /// CRI's calls, alone and ten at a time.
    CRI("Kubernetes' CRI, call by call", 40),
    /// What the kernel costs a program in a container.
    INSIDE("Inside: what the kernel costs a program", 20),
    /// What a server's answer costs.
    SERVERS("Servers inside: twenty requests at once, by loopback", 18),
    /// How soon a program of another kind has said something.
    OUTPUT("Time to the end of a first word, by this machine's own programs", 30),
    /// What containers that rest take.
    MEMORY("Containers that rest", 30),
    /// What of the host a program reaches.
    SECURITY("What of the host a program reaches", 14),
    /// What a runtime can do.
    FEATURES("What each can, tried", 8);

    private final String title;
    private final int weight;

    Group(String title, int weight) {
        this.title = title;
        this.weight = weight;
    }

    /// As a heading.
    public String title() {
        return title;
    }

    /// How much of a limited time it needs beside the others: about the seconds that it takes when
    /// all are measured quickly.
    int weight() {
        return weight;
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
