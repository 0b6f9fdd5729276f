package dev.hako.app.explain;

/// A part of a plan, for people.
enum Stage {
    LAUNCHER("Launcher", "a small program without engine or libraries does the rest"),
    CGROUP("Control groups", "count and limit what the container uses"),
    STREAMS("Streams", "what the program reads and writes"),
    NAMESPACES("Namespaces", "what the container has of its own"),
    ROOT("Root file system", "all files that there are for the container"),
    MOUNTS("Mounts", "kernel file systems, volumes and files of the engine"),
    DEVICES("Devices", "harmless ones only, unless more were given"),
    KERNEL_FILES("Kernel files", "what could harm or tell about the machine is closed"),
    PROCESS("Process", "as whom and how the program runs"),
    RIGHTS("Rights", "what the program may ask of the kernel"),
    PROGRAM("Program", "the container's own from here on"),
    HOOKS("Hooks", "programs of yours that run at points of the start"),
    CLEANUP("Afterwards", "what the monitor does when the program has ended");

    private final String title;
    private final String about;

    Stage(String title, String about) {
        this.title = title;
        this.about = about;
    }

    String title() {
        return title;
    }

    String about() {
        return about;
    }
}
