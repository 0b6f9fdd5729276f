/* terminal_test.c: a client on a terminal: raw mode, sizes, and the way back however it ends. */
#define _GNU_SOURCE
#include "groups.h"

#include "user.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/* A terminal with a process that leads its session, as a shell does, and a client in the foreground. */
struct desk {
    struct user user;
    int master, slave;
    int engine;
    int reports; /* from the leader: first the client's pid, then every wait status of it */
    pid_t leader;
    struct termios before;
};

static struct frame frame;

_Noreturn static void lead(struct desk *desk, int reports)
{
    int status;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setsid();
    ioctl(desk->slave, TIOCSCTTY, 0);
    signal(SIGTTOU, SIG_IGN);
    pid_t client = fork();
    if (client == 0) {
        setpgid(0, 0);
        tcsetpgrp(desk->slave, getpid());
        signal(SIGTTOU, SIG_DFL);
        user_exec(&desk->user);
    }
    if (write(reports, &client, sizeof client) != sizeof client)
        _exit(1);
    do {
        if (waitpid(client, &status, WUNTRACED | WCONTINUED) != client)
            break;
        if (write(reports, &status, sizeof status) != sizeof status)
            break;
    } while (!WIFEXITED(status) && !WIFSIGNALED(status));
    _exit(0);
}

static int next_report(const struct desk *desk)
{
    int report = -1;
    EXPECT(ready(desk->reports, POLLIN) && read(desk->reports, &report, sizeof report) == sizeof report);
    return report;
}

static int mode_is(const struct desk *desk, int raw)
{
    struct termios now;
    if (tcgetattr(desk->slave, &now) != 0)
        return 0;
    int is_raw = !(now.c_lflag & (ICANON | ECHO | ISIG)) && !(now.c_oflag & OPOST);
    int is_as_before = now.c_lflag == desk->before.c_lflag && now.c_oflag == desk->before.c_oflag
        && now.c_iflag == desk->before.c_iflag;
    return raw ? is_raw : is_as_before;
}

/* Starts a client there and attaches it in raw mode. */
static void begin(struct desk *desk)
{
    int pipe_ends[2];
    struct winsize size = {.ws_row = 30, .ws_col = 100};
    user_begin(&desk->user, 1);
    EXPECT(openpty(&desk->master, &desk->slave, NULL, NULL, &size) == 0 && pipe(pipe_ends) == 0);
    tcgetattr(desk->slave, &desk->before);
    for (int i = 0; i < 3; i++)
        desk->user.stdio[i] = desk->slave;
    desk->leader = fork();
    if (desk->leader == 0) {
        close(pipe_ends[0]);
        lead(desk, pipe_ends[1]);
    }
    close(pipe_ends[1]);
    desk->reports = pipe_ends[0];
    desk->user.client = next_report(desk);
    desk->engine = user_accept(&desk->user, &frame);
    close(frame.fds[0]);
}

static void attach(struct desk *desk)
{
    struct wire_attached terms = {WIRE_ATTACHED_RAW | WIRE_ATTACHED_STDIN | WIRE_ATTACHED_SIGNALS, 65536};
    peer_send(desk->engine, WIRE_ATTACHED, &terms, sizeof terms, -1);
    peer_expect(desk->engine, WIRE_RESIZE, &frame);
    EXPECT(mode_is(desk, 1));
}

static void end(struct desk *desk)
{
    close(desk->engine);
    close(desk->master);
    close(desk->slave);
    close(desk->reports);
    kill(desk->leader, SIGKILL);
    waitpid(desk->leader, NULL, 0);
    user_end(&desk->user);
}

static void tells_which_descriptors_are_terminals(void)
{
    struct desk desk;
    struct wire_request request;
    begin(&desk);
    memcpy(&request, frame.payload, sizeof request);
    EXPECT_EQUAL(request.flags, 7);
    EXPECT_EQUAL(request.rows, 30);
    EXPECT_EQUAL(request.columns, 100);
    peer_send_number(desk.engine, WIRE_EXIT, 0);
    EXPECT_EQUAL(next_report(&desk), 0);
    end(&desk);
}

static void is_raw_while_attached(void)
{
    struct desk desk;
    begin(&desk);
    EXPECT(mode_is(&desk, 0));
    attach(&desk);
    EXPECT_EQUAL(write(desk.master, "\x03\r", 2), 2);
    peer_expect(desk.engine, WIRE_STDIN, &frame);
    EXPECT(frame.size == 2 && memcmp(frame.payload, "\x03\r", 2) == 0);
    peer_send_number(desk.engine, WIRE_EXIT, 4);
    EXPECT_EQUAL(WEXITSTATUS(next_report(&desk)), 4);
    EXPECT(mode_is(&desk, 0));
    end(&desk);
}

static void is_restored_after_a_lost_connection(void)
{
    struct desk desk;
    begin(&desk);
    attach(&desk);
    shutdown(desk.engine, SHUT_RDWR);
    EXPECT_EQUAL(WEXITSTATUS(next_report(&desk)), 125);
    EXPECT(mode_is(&desk, 0));
    end(&desk);
}

static void is_restored_after_sigkill(void)
{
    struct desk desk;
    begin(&desk);
    attach(&desk);
    kill(desk.user.client, SIGKILL);
    EXPECT_EQUAL(next_report(&desk), SIGKILL);
    EXPECT(WITHIN_DEADLINE(mode_is(&desk, 0)));
    end(&desk);
}

static void sends_new_sizes(void)
{
    struct desk desk;
    struct wire_size size;
    begin(&desk);
    attach(&desk);
    memcpy(&size, frame.payload, sizeof size);
    EXPECT(size.rows == 30 && size.columns == 100);
    ioctl(desk.master, TIOCSWINSZ, &(struct winsize){.ws_row = 31, .ws_col = 101});
    peer_expect(desk.engine, WIRE_RESIZE, &frame);
    memcpy(&size, frame.payload, sizeof size);
    EXPECT(size.rows == 31 && size.columns == 101);
    peer_send_number(desk.engine, WIRE_EXIT, 0);
    EXPECT_EQUAL(next_report(&desk), 0);
    end(&desk);
}

static void gives_the_terminal_back_while_stopped(void)
{
    struct desk desk;
    begin(&desk);
    attach(&desk);
    kill(desk.user.client, SIGTSTP);
    EXPECT(WIFSTOPPED(next_report(&desk)));
    EXPECT(mode_is(&desk, 0));
    kill(desk.user.client, SIGCONT);
    EXPECT(WIFCONTINUED(next_report(&desk)));
    peer_expect(desk.engine, WIRE_RESIZE, NULL);
    EXPECT(mode_is(&desk, 1));
    peer_send_number(desk.engine, WIRE_EXIT, 0);
    EXPECT_EQUAL(next_report(&desk), 0);
    EXPECT(mode_is(&desk, 0));
    end(&desk);
}

static const struct test tests[] = {
    {"tells which descriptors are terminals, and the size", tells_which_descriptors_are_terminals, NULL},
    {"is raw while attached and as before afterwards", is_raw_while_attached, NULL},
    {"is restored after a lost connection", is_restored_after_a_lost_connection, NULL},
    {"is restored after SIGKILL", is_restored_after_sigkill, NULL},
    {"sends new sizes", sends_new_sizes, NULL},
    {"gives the terminal back while it is stopped", gives_the_terminal_back_while_stopped, NULL},
};

const struct tests terminal_tests = GROUP(tests);
