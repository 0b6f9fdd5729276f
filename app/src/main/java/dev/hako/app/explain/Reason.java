package dev.hako.app.explain;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Why a plan has a step.
///
/// @param verb what the step's intent begins with
/// @param stage which part of the plan it belongs to
/// @param why what it does or protects, in a few words
record Reason(Pattern verb, Stage stage, String why) {
    private static final List<Reason> ALL =
            List.of(
                    of(
                            Stage.LAUNCHER,
                            "begin the launcher's session",
                            "no terminal's signal reaches it, and it holds nothing of its caller"),
                    of(
                            Stage.LAUNCHER,
                            "keep what the launcher was started with",
                            "moved out of the way of what the container needs"),
                    of(
                            Stage.LAUNCHER,
                            "(open sockets|learn of|tell the launcher of|wait for the (launcher|container's mounts)|wait for ids|wait until they are held|let the)",
                            "the two processes of a start wait for each other"),
                    of(
                            Stage.LAUNCHER,
                            "(note the process in|find the container's process by)",
                            "what is executed in a guest later finds the container there"),
                    of(
                            Stage.LAUNCHER,
                            "(enter the directory that is shown|leave the connection open)",
                            "a process in a guest shows the host the files there"),
                    of(
                            Stage.LAUNCHER,
                            "(keep what tells of the guest's end|wait for the guest's end|end what is to end with it)",
                            "a program in a guest and what stands for it on the host end together"),
                    of(Stage.LAUNCHER, "report", "the engine learns how far it is"),
                    of(
                            Stage.LAUNCHER,
                            "close what the start needed",
                            "the monitor keeps only what it uses"),
                    of(
                            Stage.LAUNCHER,
                            "wait for the program to run",
                            "a program that cannot be executed is reported as such"),
                    of(
                            Stage.LAUNCHER,
                            "become the monitor",
                            "it keeps terminal, log and exit code, so that no engine is needed"),
                    of(
                            Stage.CLEANUP,
                            "keep what is counted",
                            "it can be told whether the kernel ended it for want of memory"),
                    of(
                            Stage.CGROUP,
                            "(make the cgroup namespace)",
                            "the container sees its own control group as the topmost"),
                    of(
                            Stage.CGROUP,
                            "(make|open|join) the cgroup",
                            "all its processes are counted, limited and ended together"),
                    of(Stage.CGROUP, "enable controllers", "limits can be set below it"),
                    of(
                            Stage.CGROUP,
                            "limit the devices|set devices\\.",
                            "other devices cannot be used, even if a file for them were there"),
                    of(Stage.CGROUP, "set [a-z_0-9]+\\.", "a limit that was asked for"),
                    of(
                            Stage.STREAMS,
                            "open standard input",
                            "nothing of the caller's can be read unless that was asked for"),
                    of(
                            Stage.STREAMS,
                            "open standard",
                            "what is written goes to the monitor, which logs it and shows it"),
                    of(
                            Stage.STREAMS,
                            "(open a terminal|take the terminal|hand the terminal|bind the terminal|set the terminal)",
                            "a terminal of the container's own, never the caller's"),
                    of(Stage.STREAMS, "install standard", "the program's three descriptors"),
                    of(
                            Stage.NAMESPACES,
                            "make (the container's process|the process|the intermediate)",
                            "own processes, mounts, host name, IPC and network, as far as asked for"),
                    of(
                            Stage.NAMESPACES,
                            "(open the [a-z]+ namespace|join the |open a mount of another)",
                            "shared with another container or the host, as was asked for"),
                    of(
                            Stage.NAMESPACES,
                            "(make the pod's|hold the [a-z]+ namespace|release)",
                            "what a pod's containers share, held by mounts: no process stays"),
                    of(
                            Stage.NAMESPACES,
                            "(write the [a-z_]+ of the user|map the ids of the user|become root of the user)",
                            "root inside is an ordinary user outside"),
                    of(
                            Stage.NAMESPACES,
                            "(make|open) (a|the) user namespace for",
                            "files show the container's ids and keep the host's"),
                    of(
                            Stage.NAMESPACES,
                            "set the (hostname|host name|domainname|domain name)",
                            "names of its own"),
                    of(Stage.NAMESPACES, "start the loopback", "it can talk to itself"),
                    of(
                            Stage.NAMESPACES,
                            "set the kernel parameter",
                            "holds in the container's namespaces only"),
                    of(Stage.NAMESPACES, "set the clocks", "clocks with an offset of their own"),
                    of(
                            Stage.NAMESPACES,
                            "keep the process from being looked into",
                            "the container cannot reach what the launcher still holds"),
                    of(
                            Stage.NAMESPACES,
                            "tie the process",
                            "it cannot outlive the launcher unseen"),
                    of(
                            Stage.ROOT,
                            "make all mounts private",
                            "nothing that is mounted inside appears outside"),
                    of(
                            Stage.ROOT,
                            "(map the ids of \"/|take the ids of|make a process that mounts|hand over the layers)",
                            "layers are shared by all containers, whoever their users are outside"),
                    of(
                            Stage.ROOT,
                            "(enter the directory of layers|mount overlay|attach the (layer|root)|open the root)",
                            "the image stays as it is; changes go to a layer of the container's own"),
                    of(
                            Stage.ROOT,
                            "leave the host's files for",
                            "what copies a guest's streams reaches no file"),
                    of(
                            Stage.ROOT,
                            "(make a place for the root|enter the root file system by)",
                            "others have its mount namespace, too, and keep their own root"),
                    of(Stage.ROOT, "pivot into", "the host's files are out of reach from here on"),
                    of(Stage.ROOT, "set the propagation", "as was asked for"),
                    of(Stage.ROOT, "make read-only \"?/\"?$", "nothing of the root can be changed"),
                    of(
                            Stage.MOUNTS,
                            "(mount|bind|open the source|map the ids of the mount|inherit)",
                            "seen by the container alone"),
                    of(Stage.DEVICES, "make the (device|link)", "what every program expects"),
                    of(
                            Stage.KERNEL_FILES,
                            "make read-only",
                            "settings of the kernel can be read, not changed"),
                    of(
                            Stage.KERNEL_FILES,
                            "mask",
                            "kernel memory, keys and what tells of others are hidden"),
                    of(
                            Stage.PROCESS,
                            "(make files with|make the working|enter the working|begin a session|make "
                                    + "|leave the starter's )",
                            "a clean beginning"),
                    of(
                            Stage.PROCESS,
                            "reset signals",
                            "no signal is ignored or blocked from before"),
                    of(Stage.PROCESS, "become user", "the user that was asked for"),
                    of(
                            Stage.PROCESS,
                            "set (the resource limit|the scheduler|the I/O|the memory policy|the personality|the [a-z]+ processors|oom_score_adj)",
                            "as was asked for"),
                    of(
                            Stage.RIGHTS,
                            "install the seccomp filter",
                            "system calls that few programs need and many attacks do are refused"),
                    of(
                            Stage.RIGHTS,
                            "drop capabilities",
                            "powers of root that can never be gained again"),
                    of(
                            Stage.RIGHTS,
                            "(keep|set)( ambient)? capabilities",
                            "exactly the powers that were granted"),
                    of(Stage.RIGHTS, "forbid new privileges", "set-user-id programs give nothing"),
                    of(
                            Stage.RIGHTS,
                            "keep all descriptors",
                            "no file of the engine or its caller is inherited"),
                    of(
                            Stage.HOOKS,
                            "(run the [A-Za-z]+ hook|tell [A-Za-z]+ hooks)",
                            "named by the specification"),
                    of(Stage.PROGRAM, "run", "everything above holds for it"),
                    of(Stage.CLEANUP, "end what is left", "no process outlives the container"),
                    of(
                            Stage.CLEANUP,
                            "(remove the cgroup|take away the place|end the program that connects it|end the clean-up)",
                            "nothing stays behind on the machine"));

    private static Reason of(Stage stage, String verb, String why) {
        return new Reason(Pattern.compile(verb), stage, why);
    }

    /// The reason of a step with this intent.
    static Optional<Reason> of(String intent) {
        return ALL.stream().filter(each -> each.verb.matcher(intent).lookingAt()).findFirst();
    }
}
