#!/usr/bin/env node
/** The program as files: each part is beside this one. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answer } from './run-command.ts';

const beside = (path: string): URL => new URL(path, import.meta.url);

/** Where the parser's addons are, and what finds them: node-gyp-build, which looks for the C library's kind by this file of Alpine Linux. */
function addonFolders(): readonly string[] {
  const { resolve } = createRequire(import.meta.url);
  const folders = ['tree-sitter', 'tree-sitter-rust'].flatMap((name) => {
    const own = rootOf(resolve(name), name);
    return [own, dirname(createRequire(`${own}/`).resolve('node-gyp-build'))];
  });
  return [...new Set(folders.map((folder) => `${folder}/`)), '/etc/alpine-release'];
}

/** Of an installed package, from a file in it. */
function rootOf(file: string, name: string): string {
  const folder = `/node_modules/${name}/`;
  return file.slice(0, file.lastIndexOf(folder) + folder.length - 1);
}

answer({
  form: existsSync(beside('../../src')) ? 'checkout' : 'package',
  manifest: () => readFileSync(beside('../../package.json'), 'utf8'),
  program: async () => {
    const { keepCode, loadProgram } = await import('./load.ts');
    const loaded = loadProgram();
    if (loaded.isCompiled) process.once('exit', () => keepCode(loaded));
    return loaded.program;
  },
  server: () => import(beside('./server.js').href),
  worker: { program: beside('./worker.js') },
  analyst: {
    script: beside('./analyst.js'),
    get reads() {
      return [fileURLToPath(beside('./')), ...addonFolders()];
    },
  },
});
