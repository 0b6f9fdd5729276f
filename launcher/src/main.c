/*
 * main.c: one program, told apart by the name it is called by and its first argument.
 */
#include "client.h"

int main(int argc, char **argv, char **envp)
{
    return client_main(argc, argv, envp);
}
