/*
 * start.c: where the kernel enters the program. It leaves argc, argv and the environment on the
 * stack; this hands them to main.
 */
#include "sys.h"

int main(int argc, char **argv, char **envp);
_Noreturn __attribute__((used)) void start(int64_t *stack);

#if defined(__x86_64__)
__asm__(".globl _start\n"
        "_start:\n"
        "    xor %ebp, %ebp\n"
        "    mov %rsp, %rdi\n"
        "    and $-16, %rsp\n"
        "    call start\n");
#elif defined(__aarch64__)
__asm__(".globl _start\n"
        "_start:\n"
        "    mov x29, #0\n"
        "    mov x30, #0\n"
        "    mov x0, sp\n"
        "    bl start\n");
#endif

_Noreturn void start(int64_t *stack)
{
    int argc = (int)stack[0];
    char **argv = (char **)(stack + 1);
    sys_exit(main(argc, argv, argv + argc + 1));
}
