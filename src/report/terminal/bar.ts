/** Bars of text: a share at a glance. */

// Block Elements (The Unicode Standard, U+2580): eighths of a character, from the left.
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar for `value`, of which `whole` would be `width` columns; what is more than nothing is seen. */
export function bar(value: number, whole: number, width: number): string {
  if (value <= 0 || whole <= 0) return '';
  const eighths = Math.max(1, Math.round((Math.min(value, whole) / whole) * width * 8));
  return '█'.repeat(eighths >> 3) + (EIGHTHS[eighths & 7] ?? '');
}
