/* main.c: `hako`, the client, which takes the command line to the engine; what else it is says uses.h. */
#include "client.h"
#include "uses.h"

int main(int argc, char **argv, char **envp)
{
    int status;
    return uses_own(argc, argv, envp, &status) ? status : client_main(argc, argv, envp);
}
