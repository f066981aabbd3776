/** The name of the program, as people call it. */
export const PROGRAM = 'kernel-rust-audit';

/** Placeholder for a rule's id in the address of its page. */
export const RULE_IN_ADDRESS = '{rule}';
