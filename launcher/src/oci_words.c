/* oci_words.c: see oci_words.h. */
#include "oci_words.h"

#include "calls.h"
#include "errors.h"
#include "text.h"

#define MAX_WORDS (1u << 20)

void oci_words_begin(struct oci_words *words)
{
    int64_t address = sys_mmap(NULL, MAX_WORDS, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (sys_failed(address))
        errors_fail("there is no memory for the question: ", errors_text(address), (char *)0);
    *words = (struct oci_words){.bytes = (char *)(intptr_t)address};
}

void oci_words_put(struct oci_words *words, char letter, const char *text)
{
    size_t size = text_length(text) + 1;
    if (size + 1 > MAX_WORDS - words->used)
        errors_fail("cannot ask for that: its words are longer than 1 MiB", (char *)0);
    if (letter)
        words->bytes[words->used++] = letter;
    memcpy(words->bytes + words->used, text, size);
    words->used += size;
}

void oci_words_put_options(struct oci_words *words, const struct oci_line *line, const struct oci_letter *letters,
                           size_t count)
{
    for (int i = 0; i < line->given_count; i++)
        for (size_t j = 0; j < count; j++)
            if (letters[j].option == line->given[i].option)
                oci_words_put(words, letters[j].letter, line->given[i].value);
}

void oci_words_read(struct oci_words *words, const char *intent, const char *path)
{
    int is_input = text_equal(path, "-");
    int64_t fd = is_input ? 0 : sys_openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    int64_t got = fd < 0 ? fd : 1;
    while (got > 0 && words->used < MAX_WORDS) {
        got = sys_read((int)fd, words->bytes + words->used, MAX_WORDS - words->used);
        if (got == -EINTR)
            got = 1;
        else if (got > 0)
            words->used += (size_t)got;
    }
    if (words->used == MAX_WORDS)
        got = -EFBIG;
    if (got < 0)
        errors_fail(intent, ": read \"", is_input ? "standard input" : path, "\": ", errors_text(got), (char *)0);
    if (!is_input)
        sys_close((int)fd);
}
