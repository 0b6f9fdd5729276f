package dev.hako.plan;

import dev.hako.failure.Failure;

/// How the compiler refuses: what was asked for, why it cannot be done, and what to do about it.
final class Refusal {
    private Refusal() {}

    /// Something a runtime may offer and this one does not, or not here.
    static Failure feature(String object, String reason, String remedy) {
        return Failure.unsupported("cannot apply \"" + object + "\": " + reason).hint(remedy);
    }

    /// A limit whose controller this machine lacks.
    static Failure limit(String limit, String controller, String reason, String remedy) {
        return Failure.unsupported(
                        "cannot set limit \""
                                + limit
                                + "\": "
                                + reason
                                + " (cgroup controller \""
                                + controller
                                + "\")")
                .hint(remedy);
    }

    /// A specification that contradicts itself or the rules.
    static Failure invalid(String object, String reason) {
        return Failure.invalid("cannot apply \"" + object + "\": " + reason);
    }
}
