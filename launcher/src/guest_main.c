/* guest_main.c: `hako-guest`, the init of guest kernels. */
#include "guest.h"

int main(int argc, char **argv, char **envp)
{
    (void)argc, (void)argv, (void)envp;
    guest_main();
}
