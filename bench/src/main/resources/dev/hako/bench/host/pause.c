/* The program of a pod that does nothing: it ends as soon as it is asked to. Linked without anything, so that an image
 * needs nothing else. */
#include <signal.h>
#include <unistd.h>

static void end(int number)
{
    (void)number;
    _exit(0);
}

int main(void)
{
    signal(SIGTERM, end);
    signal(SIGINT, end);
    /* From here on it can be stopped: the kernel keeps from a first process what it does not handle. */
    if (write(STDOUT_FILENO, "ready\n", 6) != 6)
        return 1;
    for (;;)
        pause();
}
