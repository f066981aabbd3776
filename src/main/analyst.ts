/** The process that reads hostile text: the same bundle, with the same compiled code. */
import { loadProgram } from './load.ts';

void loadProgram().program.analyse();
