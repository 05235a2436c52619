/* UTF-8, for both sources of the kernel. */

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

#endif
