/* end_test.c: how a container's end is recorded and told, and that an idle monitor is small. */
#define _GNU_SOURCE
#include "groups.h"

#include "box.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define IDLE_KIB 32 /* with a real plan, whose data is 8 KiB more, 40 */

static void records_the_exit(void)
{
    struct box box;
    char text[128];
    unsigned status;
    unsigned long long nanos;
    box_start(&box, &(struct box_options){.command = "exit 7", .flags = PLAN_MONITOR_DURABLE});
    EXPECT_EQUAL(box_exited(&box), 7 << 8);
    EXPECT(box_read(&box, "exit", text, sizeof text) > 0);
    EXPECT_EQUAL(sscanf(text, "%u %llu\n", &status, &nanos), 2);
    EXPECT_EQUAL(status, 7 << 8);
    long long age = time(NULL) - (long long)(nanos / 1000000000);
    EXPECT(age >= -1 && age < 60);
    EXPECT(box_read(&box, "exit.new", text, sizeof text) < 0);
    box_end(&box);
}

static void cleans_up_before_it_tells(void)
{
    struct box box;
    box_start(&box, &(struct box_options){.command = "exit 0", .clean_up = "cleaned"});
    box_exited(&box);
    EXPECT(faccessat(box.directory, "cleaned", F_OK, 0) == 0);
    EXPECT(faccessat(box.directory, "exit", F_OK, 0) == 0);
    box_end(&box);
}

static void records_the_exit_on_a_full_disk(void)
{
    struct box box;
    char text[64] = {0};
    int disk = make_small_disk();
    const struct box_options options = {
        .command = "read go; exit 9", .state_directory = disk, .client_flags = WIRE_ATTACH_STDIN,
    };
    box_start(&box, &options);
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    int filler = openat(disk, "filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    while (write(filler, text, sizeof text) > 0)
        continue;
    peer_send(box.client, WIRE_STDIN, "\n", 1, -1);
    box_exited(&box);
    int record = openat(disk, "exit", O_RDONLY | O_CLOEXEC);
    EXPECT(read(record, text, sizeof text - 1) > 5 && strncmp(text, "2304 ", 5) == 0);
    close(record);
    close(filler);
    box_end(&box);
    close(disk);
}

static void does_not_wait_for_others_output(void)
{
    struct box box;
    char text[128];
    box_start(&box, &(struct box_options){.command = "echo said; sleep 5 & echo $! >&2; exit 2"});
    long long begin = now_millis();
    EXPECT_EQUAL(box_exited(&box), 2 << 8);
    EXPECT(now_millis() - begin < 3000);
    EXPECT(box_read(&box, "log", text, sizeof text) > 0 && strstr(text, "stdout F said\n") != NULL);
    box_end(&box);
}

static void waits_for_release(void)
{
    struct box box;
    struct frame frame;
    const struct box_options options = {
        .command = "exit 5", .flags = PLAN_MONITOR_AWAIT_RELEASE, .client_flags = WIRE_ATTACH_STDOUT,
    };
    box_start(&box, &options);
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    box_exited(&box);
    struct wire_hello hello;
    int engine = box_connect(&box, &hello); /* also shows that the client has not been told before */
    EXPECT_EQUAL(hello.state, 2);
    peer_expect(engine, WIRE_EXITED, NULL);
    peer_send(engine, WIRE_RELEASE, NULL, 0, -1);
    peer_expect(box.client, WIRE_EXIT, &frame);
    EXPECT_EQUAL(frame_number(&frame), 5);
    close(engine);
    box_end(&box);
}

static void does_not_wait_for_an_engine_that_cannot_be(void)
{
    struct box box;
    struct frame frame;
    const struct box_options options = {
        .command = "read go", .flags = PLAN_MONITOR_AWAIT_RELEASE | PLAN_MONITOR_NEEDS_ENGINE, .client_flags = WIRE_ATTACH_STDIN,
    };
    box_start(&box, &options);
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    close(box.control);
    box.control = -1;
    long long begin = now_millis();
    peer_send(box.client, WIRE_STDIN, "\n", 1, -1);
    peer_expect(box.client, WIRE_EXIT, &frame);
    EXPECT(now_millis() - begin < 5000);
    box_end(&box);
}

/* An engine that dies between the removal and the release: none that comes later knows of us. */
static void does_not_wait_for_the_release_of_what_is_removed(void)
{
    struct box box;
    struct frame frame;
    char path[] = "/tmp/hako-state-XXXXXX", record[64];
    EXPECT(mkdtemp(path) != NULL);
    int state = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const struct box_options options = {
        .command = "exit 6", .flags = PLAN_MONITOR_AWAIT_RELEASE | PLAN_MONITOR_NEEDS_ENGINE, .client_flags = WIRE_ATTACH_STDOUT,
        .engine = "--engine", .state_directory = state,
    };
    box_start(&box, &options);
    peer_expect(box.client, WIRE_ATTACHED, NULL);
    box_exited(&box);
    EXPECT(flock(box.lock, LOCK_EX | LOCK_NB) == 0); /* another engine lives */
    snprintf(record, sizeof record, "%s/exit", path);
    EXPECT(unlink(record) == 0 && rmdir(path) == 0);
    close(box.control);
    box.control = -1;
    long long begin = now_millis();
    peer_expect(box.client, WIRE_EXIT, &frame);
    EXPECT_EQUAL(frame_number(&frame), 6);
    EXPECT(now_millis() - begin < 3000);
    box_end(&box);
    close(state);
}

/* KiB of memory that the monitor takes: its own, and its share of what others use as well. */
static long memory(const struct box *box)
{
    char path[64], line[128];
    long kib = -1;
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", box->pid);
    FILE *file = fopen(path, "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "Pss: %ld kB", &kib) == 1)
            break;
    if (file != NULL)
        fclose(file);
    return kib;
}

static void is_small_when_idle(void)
{
    struct box box;
    const char *command = "head -c 1000000 /dev/zero; read go";
    box_start(&box, &(struct box_options){.command = command, .client_flags = WIRE_ATTACH_STDIN});
    EXPECT(WITHIN_DEADLINE(memory(&box) > 0 && memory(&box) <= IDLE_KIB));
    peer_send(box.client, WIRE_STDIN, "\n", 1, -1);
    EXPECT_EQUAL(box_exited(&box), 0);
    box_end(&box);
}

static const struct test tests[] = {
    {"records the exit", records_the_exit, lacks_clone},
    {"cleans up before it tells", cleans_up_before_it_tells, lacks_clone},
    {"records the exit on a full disk", records_the_exit_on_a_full_disk, lacks_clone_or_mount},
    {"does not wait for others to close the output", does_not_wait_for_others_output, lacks_clone},
    {"waits for release before clients are told", waits_for_release, lacks_clone},
    {"does not wait for an engine that cannot be", does_not_wait_for_an_engine_that_cannot_be, lacks_clone},
    {"does not wait for the release of what is removed", does_not_wait_for_the_release_of_what_is_removed, lacks_clone},
    {"is small when idle", is_small_when_idle, lacks_clone},
};

const struct tests end_tests = GROUP(tests);
