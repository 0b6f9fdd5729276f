/* oci_bus.c: see oci_bus.h. All that is to be said is sent at once; then answers are read until one of them decides. */
#include "oci_bus.h"

#include "calls.h"
#include "deadline.h"
#include "engine_socket.h"
#include "errors.h"
#include "files.h"
#include "record.h"
#include "text.h"

#define SYSTEM_BUS "/run/dbus/system_bus_socket"
#define ADDRESS "unix:path="
#define ANSWER_MILLIS 60000
#define CAPACITY 8192u
#define BUS_HEADER 16u
#define BUS_VERSION 1

enum bus_message { BUS_RETURN = 2, BUS_ERROR = 3, BUS_SIGNAL = 4 };
enum bus_field { BUS_ERROR_NAME = 4, BUS_REPLY_SERIAL = 5, BUS_SIGNATURE = 8 };

/* Who we are, the bus takes from the socket: ids may be others here. */
static const char greeting[] = "\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n";

/* What has come from the bus and is not used yet. */
struct bus {
    int socket;
    int64_t deadline;
    size_t used;
    char bytes[CAPACITY];
};

/* What matters of a message; strings are in the buffer. */
struct heard {
    uint8_t type;
    uint32_t reply_serial;
    const char *error_name;
    const char *signature;
    const char *body;
    size_t body_size;
};

static size_t aligned(size_t at, size_t alignment)
{
    return (at + alignment - 1) & ~(alignment - 1);
}

static uint32_t number_at(const char *bytes)
{
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

static int64_t send_all(int socket, const char *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        int64_t sent = sys_send(socket, bytes + done, size - done, MSG_NOSIGNAL);
        if (sent < 0 && sent != -EINTR)
            return sent;
        if (sent > 0)
            done += (size_t)sent;
    }
    return 0;
}

/* Waits until there are `size` bytes: 0 or -errno. */
static int64_t fill(struct bus *bus, size_t size)
{
    if (size > CAPACITY)
        return -EMSGSIZE;
    while (bus->used < size) {
        struct pollfd readable = {.fd = bus->socket, .events = POLLIN};
        int64_t got = deadline_poll(&readable, 1, bus->deadline);
        if (got == 0)
            return -ETIMEDOUT;
        if (got > 0)
            got = sys_receive(bus->socket, bus->bytes + bus->used, CAPACITY - bus->used, 0);
        if (got == 0)
            return -ECONNRESET;
        if (got < 0 && got != -EINTR)
            return got;
        bus->used += got > 0 ? (size_t)got : 0;
    }
    return 0;
}

static void drop(struct bus *bus, size_t size)
{
    bus->used -= size;
    memmove(bus->bytes, bus->bytes + size, bus->used);
}

/* The lines before the first message. */
static int64_t be_let_in(struct bus *bus)
{
    for (size_t end = 0;;) {
        int64_t result = fill(bus, end + 2);
        if (result < 0)
            return result;
        if (bus->bytes[end] != '\r' || bus->bytes[end + 1] != '\n') {
            end++;
            continue;
        }
        char first = bus->bytes[0];
        drop(bus, end + 2);
        end = 0;
        if (first == 'O')
            return 0;
        if (first != 'D')
            return -EACCES;
    }
}

/* Reads a header's field at `at`: where the next one is; 0: there is none that we understand. */
static size_t read_field(const char *bytes, size_t at, size_t end, struct heard *heard)
{
    if (at + 8 > end || bytes[at + 1] != 1)
        return 0;
    uint8_t field = (uint8_t)bytes[at];
    char type = bytes[at + 2];
    const char *value = bytes + at + 4;
    size_t size = type == 'u' ? 4 : type == 'g' ? (size_t)(uint8_t)value[0] + 2 : (size_t)number_at(value) + 5;
    if (size > end - at - 4)
        return 0;
    if (field == BUS_REPLY_SERIAL && type == 'u')
        heard->reply_serial = number_at(value);
    if (field == BUS_ERROR_NAME && type == 's')
        heard->error_name = value + 4;
    if (field == BUS_SIGNATURE && type == 'g')
        heard->signature = value + 1;
    return at + 4 + size;
}

/* The next message, which stays in the buffer: its size, or -errno. */
static int64_t hear(struct bus *bus, struct heard *heard)
{
    int64_t result = fill(bus, BUS_HEADER);
    if (result < 0)
        return result;
    uint32_t body = number_at(bus->bytes + 4), fields = number_at(bus->bytes + 12);
    if (bus->bytes[0] != 'l' || bus->bytes[3] != BUS_VERSION)
        return -EPROTO;
    if (fields > CAPACITY || body > CAPACITY)
        return -EMSGSIZE;
    size_t end = BUS_HEADER + fields, begin = aligned(end, 8);
    result = fill(bus, begin + body);
    if (result < 0)
        return result;
    *heard = (struct heard){.type = (uint8_t)bus->bytes[1], .error_name = "", .signature = "",
                            .body = bus->bytes + begin, .body_size = body};
    for (size_t at = BUS_HEADER; at != 0 && at < end;)
        at = read_field(bus->bytes, aligned(at, 8), end, heard);
    return (int64_t)(begin + body);
}

/* The string of a body at `*at`, and behind it; "" if there is none. */
static const char *take_string(const struct heard *heard, size_t *at)
{
    size_t begin = aligned(*at, 4);
    if (begin + 4 > heard->body_size || number_at(heard->body + begin) >= heard->body_size - begin - 4)
        return "";
    *at = begin + 5 + number_at(heard->body + begin);
    return heard->body[*at - 1] == '\0' ? heard->body + begin + 4 : "";
}

/* The result of a job that has ended: JobRemoved(u id, o job, s unit, s result). */
static const char *job_result(const struct heard *heard)
{
    size_t at = 4;
    take_string(heard, &at);
    take_string(heard, &at);
    return take_string(heard, &at);
}

static const char *keep(const char *first, const char *second)
{
    static char text[OCI_BUS_TEXT + 1];
    size_t size = text_append(text, OCI_BUS_TEXT, 0, first);
    text[text_append(text, OCI_BUS_TEXT, size, second)] = '\0';
    return text;
}

/* Whether this message decides; if so, why systemd has not done it, or null. */
static int decides(const struct heard *heard, const struct record_dialog *dialog, const char **trouble)
{
    size_t at = 0;
    if (heard->type == BUS_ERROR) {
        const char *words = heard->signature[0] == 's' ? take_string(heard, &at) : "";
        *trouble = keep(files_join(heard->error_name, ": ", (char *)0), words);
        return 1;
    }
    if (heard->type == BUS_RETURN)
        return !dialog->awaits_job && heard->reply_serial == dialog->serial;
    if (heard->type != BUS_SIGNAL || !text_equal(heard->signature, "uoss"))
        return 0;
    const char *result = job_result(heard);
    *trouble = text_equal(result, "done") ? 0 : keep("systemd's job ended with the result ", result);
    return 1;
}

static const char *converse(struct bus *bus, const struct record_dialog *dialog, const char *messages, size_t size)
{
    const char *trouble = 0;
    int64_t result = send_all(bus->socket, greeting, sizeof greeting - 1);
    if (result == 0)
        result = send_all(bus->socket, messages, size);
    if (result == 0)
        result = be_let_in(bus);
    while (result >= 0) {
        struct heard heard;
        result = hear(bus, &heard);
        if (result >= 0 && decides(&heard, dialog, &trouble))
            return trouble;
        if (result > 0)
            drop(bus, (size_t)result);
    }
    return keep("systemd's bus: ", errors_text(result));
}

/* The path of an address; null: none that we know how to reach. */
static const char *path_of(const char *address)
{
    size_t name = sizeof ADDRESS - 1, size = 0;
    if (text_length_within(address, name) < name || memcmp(address, ADDRESS, name) != 0)
        return 0;
    for (address += name; address[size] != '\0' && address[size] != ',' && address[size] != ';';)
        size++;
    char *path = files_keep(size + 1);
    memcpy(path, address, size);
    path[size] = '\0';
    return path;
}

/* The environment is not asked for root's bus: whoever is asked there may move any process. */
static const char *bus_path(const struct places *places)
{
    if (places->system)
        return SYSTEM_BUS;
    const char *address = places_environment(places, "DBUS_SESSION_BUS_ADDRESS");
    const char *path = address ? path_of(address) : 0, *runtime = places_environment(places, "XDG_RUNTIME_DIR");
    return path ? path : runtime ? files_join(runtime, "/bus", (char *)0) : 0;
}

const char *oci_bus_hold(const struct places *places, const char *dialog, size_t size, int pid)
{
    struct record_dialog head;
    const char *path = bus_path(places);
    if (size < sizeof head)
        return "there is nothing to tell systemd";
    memcpy(&head, dialog, sizeof head);
    if (!path)
        return "the bus of the user's systemd is not known: neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set";
    char *messages = files_keep(size - sizeof head);
    memcpy(messages, dialog + sizeof head, size - sizeof head);
    if (head.pid_offset != 0 && head.pid_offset + sizeof pid <= size - sizeof head)
        memcpy(messages + head.pid_offset, &pid, sizeof pid);
    struct bus *bus = files_keep(sizeof *bus);
    int64_t socket = engine_socket_connect(path);
    if (socket < 0)
        return keep(files_join("no systemd answers at \"", path, "\": ", (char *)0), errors_text(socket));
    *bus = (struct bus){.socket = (int)socket, .deadline = deadline_in(ANSWER_MILLIS)};
    const char *trouble = converse(bus, &head, messages, size - sizeof head);
    sys_close(bus->socket);
    return trouble;
}
