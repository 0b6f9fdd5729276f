/*
 * load.c: see load.h. The plan is read into memory of our own, never mapped: what was checked cannot
 * change any more.
 */
#include "load.h"

#include "sys.h"
#include "text.h"

#if defined(__x86_64__)
#define MACHINE PLAN_MACHINE_X86_64
#elif defined(__aarch64__)
#define MACHINE PLAN_MACHINE_AARCH64
#endif

#define TYPE_OF_FILE 0170000
#define REGULAR_FILE 0100000

static int64_t map(size_t size)
{
    return sys_mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Room for the file and one byte more, so that its end is seen. */
static size_t room_for(int fd)
{
    struct statx stat;
    const size_t most = PLAN_MAX_SIZE + 1;
    if (sys_statx(fd, "", AT_EMPTY_PATH, STATX_TYPE | STATX_SIZE, &stat) < 0)
        return most;
    int regular = (stat.stx_mode & TYPE_OF_FILE) == REGULAR_FILE;
    return regular && stat.stx_size < most ? (size_t)stat.stx_size + 1 : most;
}

int load_read(int fd, struct load_file *file)
{
    file->size = 0;
    file->room = room_for(fd);
    int64_t address = map(file->room);
    if (sys_failed(address))
        return (int)address;
    file->bytes = (void *)(uintptr_t)address;
    while (file->size < file->room) {
        int64_t size = sys_read(fd, (char *)file->bytes + file->size, file->room - file->size);
        if (size < 0 && size != -EINTR)
            return (int)size;
        if (size == 0)
            break;
        if (size > 0)
            file->size += (size_t)size;
    }
    return 0;
}

struct check_verdict load_check(const struct load_file *file)
{
    return plan_check(file->bytes, file->size, MACHINE);
}

static void relocate(unsigned char *data, const uint32_t *relocations, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        *(uint64_t *)(data + relocations[i]) += (uint64_t)(uintptr_t)data;
}

int load_prepare(const struct load_file *file, struct run *run)
{
    const struct plan_header *header = file->bytes;
    size_t cleanup_size = (header->step_count - header->cleanup) * sizeof(struct plan_step);
    size_t data_size = header->data_size;
    if (data_size + cleanup_size > 0) {
        int64_t address = map(data_size + cleanup_size);
        if (sys_failed(address))
            return (int)address;
        run->data = (unsigned char *)(uintptr_t)address;
    }
    run->plan = file->bytes;
    run->plan_size = file->room;
    run->data_size = data_size;
    run->steps = plan_steps(header);
    run->step_count = header->step_count;
    run->cleanup = header->cleanup;
    memcpy(run->data, (const char *)file->bytes + plan_data_offset(header), data_size);
    memcpy(run->data + data_size, run->steps + header->cleanup, cleanup_size);
    relocate(run->data, plan_relocations(header), header->relocation_count);
    return 0;
}
