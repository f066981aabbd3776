/** The process that reads hostile text: the same bundle, with the same compiled code. */
import { constants, setPriority } from 'node:os';
import { loadProgram } from './load.ts';

// whoever waits for an answer to a webhook comes first
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
void loadProgram().program.analyse();
