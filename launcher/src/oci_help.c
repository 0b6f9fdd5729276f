/* oci_help.c: see oci_help.h. podman and containerd read the version's lines as they read runc's. */
#include "oci_help.h"

#include "oci_sink.h"
#include "version.h"

static int show(const char *text)
{
    struct sink sink = {.fd = 1};
    sink_texts(&sink, text, (char *)0);
    return sink_flush(&sink) < 0;
}

int oci_show_version(void)
{
    return show("hako-runtime version " VERSION_HAKO "\nspec: " VERSION_SPEC "\n");
}

int oci_show_help(void)
{
    return show("Usage: hako-runtime [OPTIONS] COMMAND [ARGUMENTS]\n"
                "\n"
                "Runs containers of OCI bundles, in runc's place.\n"
                "\n"
                "Commands:\n"
                "  create ID        create a container from a bundle, up to its program\n"
                "  start ID         run the program of a created container\n"
                "  run ID           create a container and start it\n"
                "  state ID         tell a container's state\n"
                "  list             list containers\n"
                "  kill ID [SIGNAL] send a signal to a container's first process (TERM)\n"
                "  delete ID        delete a container that has stopped\n"
                "  pause ID         freeze all processes of a container\n"
                "  resume ID        thaw them\n"
                "  exec ID WORD…    run a further process in a container\n"
                "  ps ID [OPTION…]  list the processes of a container, as ps(1) with these options does\n"
                "  update ID        change a container's limits\n"
                "  events ID        tell what a container uses, and when memory runs out\n"
                "  spec             write a config.json to begin a bundle with\n"
                "  features         tell what this runtime can do\n"
                "\n"
                "Options:\n"
                "  --root DIR       where containers are kept\n"
                "  --log FILE       write errors there, too\n"
                "  --log-format F   text or json\n"
                "  --systemd-cgroup have systemd make control groups: cgroupsPath is SLICE:PREFIX:NAME\n"
                "  --isolation NAME what stands between a container and the host: namespace\n"
                "  --version, --help\n"
                "\n"
                "Of create and run: --bundle DIR, --pid-file FILE, --pidfd-socket SOCKET, --console-socket SOCKET,\n"
                "--preserve-fds N, --no-pivot, --no-new-keyring; of run: --detach, --keep; of kill: --all; of delete: --force;\n"
                "of list: --format json|table, --quiet; of ps: --format json|table; of exec: --process FILE, --detach, --tty,\n"
                "--pid-file, --pidfd-socket, --console-socket, --user, --additional-gids, --cwd, --env, --cap, --no-new-privs,\n"
                "--apparmor, --process-label, --cgroup, --ignore-paused, --preserve-fds; of events: --stats, --interval;\n"
                "of spec: --bundle DIR, --rootless; of update: --resources FILE|-, --memory, --memory-reservation,\n"
                "--memory-swap, --pids-limit, --blkio-weight, --cpu-period, --cpu-quota, --cpu-burst, --cpu-share,\n"
                "--cpu-rt-period, --cpu-rt-runtime, --cpu-idle, --cpuset-cpus, --cpuset-mems\n");
}
