/** The licences of the packages that are in the bundles: they ask to go with every copy. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {Iterable<string>} inputs paths of esbuild's metafile
 * @returns {string} each package with its version and the text of its licence, by name
 */
export function licensesOf(inputs) {
  const folders = new Set();
  for (const path of inputs) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
    if (folder !== undefined && existsSync(join(folder, 'package.json'))) folders.add(folder);
  }
  const entries = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^(?:licen[cs]e|copying)(?:\.|$)/i.test(each));
    const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    return `${name} ${version} (${license})\n${text}`;
  });
  return `The program has these packages in it.\n\n${[...new Set(entries)].sort().join(`\n${'-'.repeat(80)}\n\n`)}`;
}
