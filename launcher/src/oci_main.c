/* oci_main.c: `hako-runtime`, the OCI runtime command, which runs plans itself; what else it is says uses.h. */
#include "oci.h"
#include "uses.h"

int main(int argc, char **argv, char **envp)
{
    int status;
    return uses_own(argc, argv, envp, &status) ? status : oci_main(argc, argv, envp);
}
