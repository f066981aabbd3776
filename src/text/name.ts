/** The name of the program, as people call it. */
export const PROGRAM = 'kernel-rust-audit';
