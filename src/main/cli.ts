#!/usr/bin/env node
/** The program as files: each part is beside this one. */
import { existsSync, readFileSync } from 'node:fs';
import { answer } from './answer.ts';

const beside = (path: string): URL => new URL(path, import.meta.url);

answer({
  form: existsSync(beside('../../src')) ? 'checkout' : 'package',
  manifest: () => readFileSync(beside('../../package.json'), 'utf8'),
  program: async () => (await import('./load.ts')).loadProgram().program,
  server: () => import(beside('./server.js').href),
  worker: { program: beside('./worker.js') },
  analyst: { script: beside('./analyst.js') },
});
