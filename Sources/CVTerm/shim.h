// A virtual terminal, for tests to look at. Its cells are made of bit fields and unions, which Swift cannot take apart.
#pragma once
#include <vterm.h>

static inline int cordboard_cell_is_bold(const VTermScreenCell *cell) { return cell->attrs.bold; }
static inline int cordboard_cell_is_reverse(const VTermScreenCell *cell) { return cell->attrs.reverse; }
static inline int cordboard_cell_is_underlined(const VTermScreenCell *cell) { return cell->attrs.underline != 0; }

// -1 the terminal's own, 0…255 indexed, 0x1RRGGBB direct.
static inline int cordboard_color(VTermColor color, int own) {
    if (color.type & own) return -1;
    if (VTERM_COLOR_IS_INDEXED(&color)) return color.indexed.idx;
    return 0x1000000 | color.rgb.red << 16 | color.rgb.green << 8 | color.rgb.blue;
}
static inline int cordboard_foreground(const VTermScreenCell *cell) { return cordboard_color(cell->fg, VTERM_COLOR_DEFAULT_FG); }
static inline int cordboard_background(const VTermScreenCell *cell) { return cordboard_color(cell->bg, VTERM_COLOR_DEFAULT_BG); }
static inline int cordboard_boolean(const VTermValue *value) { return value->boolean; }
static inline uint32_t cordboard_character(const VTermScreenCell *cell, int index) { return cell->chars[index]; }
