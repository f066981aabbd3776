/** A worker thread of the program: the same bundle, with the same compiled code. */
import { loadProgram } from './load.ts';

void loadProgram().program.serve();
