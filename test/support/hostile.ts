/** The analyst that fares ill with files of certain names, as the guard starts it. */
import { fileURLToPath } from 'node:url';
import type { AnalystProgram } from '../../src/pool/start.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const HOSTILE: AnalystProgram = {
  script: at('./hostile-analyst.ts'),
  execArgv: ['--import', at('../../bench/typescript.js')],
};

/** Whose text it reads. */
export const OWNER = { installation: 1, id: 11 };
