/* guest_main.c: `hako-guest`, the init of guest kernels; under the name `hako-carrier` the first process of their jails. */
#include "guest.h"
#include "guest_carrier.h"
#include "text.h"

int main(int argc, char **argv, char **envp)
{
    if (argc >= 2 && text_equal(text_last_part(argv[0]), "hako-carrier"))
        guest_carrier_main(argv + 1, envp);
    guest_main();
}
