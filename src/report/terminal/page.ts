/** What text is printed on: with colour or without, and so many columns wide. */

import { DEFAULT_WIDTH } from '../select/text-width.ts';
import { type Paint, painter } from './colour.ts';

/** What the caller knows of the terminal. */
export interface TextStyle {
  readonly colour: boolean;
  /** In columns; `DEFAULT_WIDTH` without a terminal. */
  readonly width?: number;
}

export interface Page {
  readonly paint: Paint;
  /** In columns. */
  readonly width: number;
}

/** A page of this style. @param width in columns */
export function pageOf({ colour, width = DEFAULT_WIDTH }: TextStyle): Page {
  return { paint: painter(colour), width };
}
