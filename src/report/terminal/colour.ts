/** Colour for terminals, as a function that does nothing where colour is not wanted. */
import type { Severity } from '../../finding/finding.ts';

export type Style = Severity | 'bold' | 'quiet' | 'edge' | 'good';
export type Paint = (style: Style, text: string) => string;

// Select Graphic Rendition (ECMA-48, 8.3.117), the colours of rustc.
const CODES: Readonly<Record<Style, string>> = {
  error: '1;31',
  warning: '1;33',
  info: '1;36',
  bold: '1',
  quiet: '2',
  edge: '1;34',
  good: '32',
};

/** A `Paint` that colours, or one that leaves every text as it is. */
export function painter(colour: boolean): Paint {
  if (!colour) return (_, text) => text;
  return (style, text) => (text === '' ? '' : `\u001b[${CODES[style]}m${text}\u001b[0m`);
}
