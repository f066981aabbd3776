/** Writes what is made from the code (scripts/made-files.js), and takes away what is made no longer. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { MADE_FOLDERS, madeFiles } from './made-files.js';

const at = (path) => new URL(`../${path}`, import.meta.url);

const files = madeFiles();
for (const folder of MADE_FOLDERS)
  for (const name of readdirSync(at(folder))) if (!(`${folder}/${name}` in files)) rmSync(at(`${folder}/${name}`));
for (const [path, text] of Object.entries(files)) {
  mkdirSync(at(dirname(path)), { recursive: true });
  writeFileSync(at(path), text);
}
