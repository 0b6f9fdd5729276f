package dev.hako.app.doctor;

import java.util.Map;

/// What is lost with each kernel feature that is not there, and how to get it.
///
/// @param loss what containers lack without it
/// @param remedy what to do about it
record MissingFeature(String loss, String remedy) {
    private static final String SANDBOXED = "or allow it in the sandbox that this machine runs in";

    private static final Map<String, MissingFeature> KNOWN =
            Map.ofEntries(
                    feature("clone3", "no container can be started", since("5.5")),
                    feature("clone-into-cgroup", "starts are slower", since("5.7, with cgroup v2")),
                    feature("openat2", "no path in a container can be trusted", since("5.6")),
                    feature("open-tree", "no mount can be prepared", since("5.2")),
                    feature("mount-setattr", "read-only mounts are not recursive", since("5.12")),
                    feature("pidfd", "containers cannot be watched safely", since("5.4")),
                    feature(
                            "overlay",
                            "images cannot have a writable layer",
                            "sudo modprobe overlay"),
                    feature(
                            "overlay-lower-append",
                            "images have at most some 50 layers",
                            since("6.5")),
                    feature(
                            "seccomp",
                            "system calls are not filtered",
                            config("CONFIG_SECCOMP_FILTER")),
                    feature(
                            "time-namespaces",
                            "containers share the host's clocks",
                            config("CONFIG_TIME_NS")),
                    feature("cgroup-namespaces", "containers see the host's cgroups", since("4.6")),
                    feature(
                            "user-namespaces",
                            "ordinary users cannot run containers",
                            "sudo sysctl -w user.max_user_namespaces=15000"),
                    feature(
                            "raise-limits",
                            "--ulimit and --oom-score-adj can only lower what the engine has",
                            "run the engine with CAP_SYS_RESOURCE"));

    private static Map.Entry<String, MissingFeature> feature(
            String name, String loss, String remedy) {
        return Map.entry(name, new MissingFeature(loss, remedy));
    }

    private static String since(String version) {
        return "use Linux " + version + " or later, " + SANDBOXED;
    }

    private static String config(String option) {
        return "use a kernel with " + option + "=y, " + SANDBOXED;
    }

    static Finding finding(String name) {
        MissingFeature feature =
                KNOWN.getOrDefault(
                        name, new MissingFeature("some options are refused", "use a newer kernel"));
        return Finding.warn("no " + name + ": " + feature.loss, feature.remedy);
    }
}
