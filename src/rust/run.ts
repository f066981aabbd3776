/**
 * Pieces of work that may be interrupted. The parser's own functions must not be: interrupted in the middle of one, the whole
 * process ends. So who limits the time limits these pieces, and the parser has a limit of its own.
 */

/** Does a piece of work in which no function of the parser is called; may throw where its time is used up. */
export type Run = <T>(work: () => T) => T;

/** Without a limit. */
export const RUN: Run = (work) => work();
