// ncurses, wide. What Swift 6 does not let through: its C globals (the current terminal, the standard window), its
// attributes, which are macros of macros, and functions with parameters of any number.
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

// The window of the current screen.
static inline WINDOW *cordboard_window(void) { return stdscr; }
// The next update draws everything on a cleared terminal.
static inline void cordboard_clear_terminal(void) { clearok(curscr, TRUE); }

static const attr_t cordboard_bold = A_BOLD, cordboard_dim = A_DIM, cordboard_underline = A_UNDERLINE,
                    cordboard_reverse = A_REVERSE, cordboard_italic = A_ITALIC, cordboard_blink = A_BLINK;
