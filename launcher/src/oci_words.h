/* oci_words.h: options and arguments as words for the compiler, or the file in which a caller has written the same (record.h: RECORD_PROCESS). */
#ifndef HAKO_OCI_WORDS_H
#define HAKO_OCI_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "oci_line.h"

struct oci_words {
    char *bytes;
    size_t used;
};

/* What an option is called in a question. */
struct oci_letter {
    uint8_t option;
    char letter; /* 0: none, the word stands alone */
};

void oci_words_begin(struct oci_words *words);

/* Adds a word, behind its letter unless that is 0. */
void oci_words_put(struct oci_words *words, char letter, const char *text);

/* Adds those of the options that were given, in the order in which they were. */
void oci_words_put_options(struct oci_words *words, const struct oci_line *line, const struct oci_letter *letters,
                           size_t count);

/* Takes the bytes of a file instead, "-" of standard input. Complains and exits if it cannot be read. */
void oci_words_read(struct oci_words *words, const char *intent, const char *path);

#endif
