/* UTF-8, for the sources of the kernel. */

#ifndef ZAKHIRA_UTF8_H
#define ZAKHIRA_UTF8_H

#include <stdint.h>

/* Write a character of the Basic Multilingual Plane, half of none; return its bytes. */
static inline int put_utf8(uint8_t *to, uint32_t code)
{
    if (code < 0x80) {
        to[0] = (uint8_t)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (uint8_t)(0xC0 | code >> 6);
        to[1] = (uint8_t)(0x80 | (code & 0x3F));
        return 2;
    }
    to[0] = (uint8_t)(0xE0 | code >> 12);
    to[1] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
    to[2] = (uint8_t)(0x80 | (code & 0x3F));
    return 3;
}

/* From here on a character is of another plane, or no UTF-8. */
enum { BEYOND = 0x10000, NO_CHARACTER = 0x110000 };

static inline int is_inner(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Return how many bytes the character at a place takes, of `left`; a byte that is no UTF-8 is
 * NO_CHARACTER. */
static inline int read_utf8(const uint8_t *from, int64_t left, uint32_t *code)
{
    uint32_t first = from[0];
    if (first < 0x80) {
        *code = first;
        return 1;
    }
    if (first >= 0xC2 && first < 0xE0 && left > 1 && is_inner(from[1])) {
        *code = (first & 0x1F) << 6 | (from[1] & 0x3F);
        return 2;
    }
    if (first >= 0xE0 && first < 0xF0 && left > 2 && is_inner(from[1]) && is_inner(from[2])) {
        *code = (first & 0x0F) << 12 | (uint32_t)(from[1] & 0x3F) << 6 | (from[2] & 0x3F);
        return 3;
    }
    if (first >= 0xF0 && first < 0xF5 && left > 3 && is_inner(from[1]) && is_inner(from[2]) &&
        is_inner(from[3])) {
        *code = (first & 0x07) << 18 | (uint32_t)(from[1] & 0x3F) << 12 |
                (uint32_t)(from[2] & 0x3F) << 6 | (from[3] & 0x3F);
        return 4;
    }
    *code = NO_CHARACTER;
    return 1;
}

#endif
