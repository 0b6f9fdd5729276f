/*
 * guest_main.c: `hako-guest`, the init of guest kernels; under the name `hako-carrier` the first process of their
 * jails, under `hako-files` the process that serves them the host's files, under `hako-tree` the one that shows their
 * files to the host.
 */
#include "guest.h"
#include "guest_carrier.h"
#include "guest_files.h"
#include "guest_tree.h"
#include "text.h"

int main(int argc, char **argv, char **envp)
{
    if (argc >= 2 && text_equal(text_last_part(argv[0]), "hako-carrier"))
        guest_carrier_main(argv + 1, envp);
    if (argc == 2 && text_equal(text_last_part(argv[0]), "hako-files"))
        guest_files_main(argv[1]);
    if (argc == 2 && text_equal(text_last_part(argv[0]), "hako-tree"))
        guest_tree_main(argv[1]);
    guest_main();
}
