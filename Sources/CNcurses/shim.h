#pragma once
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <term.h>
// stdscr, curscr and newscr are C globals, which Swift 6 does not let through.
static inline WINDOW *cordboard_stdscr(void) { return stdscr; }
static inline WINDOW *cordboard_curscr(void) { return curscr; }
