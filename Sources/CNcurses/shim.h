// ncurses' terminfo library. Its current terminal is a C global, which Swift 6 does not let through, and its parameter
// function is variadic.
#pragma once
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <term.h>

static inline void cordboard_close_terminfo(void) { del_curterm(cur_term); }

// tigetstr answers -1 where the name means no string, NULL where the terminal has none: both are "none" to us.
static inline const char *cordboard_terminfo_string(const char *name) {
    const char *value = tigetstr(name);
    return value == (const char *)-1 ? NULL : value;
}

static inline const char *cordboard_terminfo_format(const char *capability, int first, int second) {
    return tiparm(capability, first, second);
}
