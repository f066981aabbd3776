/** Files that were made to take long: what the command line takes for them at a quarter of a megabyte, twice and four times that. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOSTILE_KINDS } from './hostile-kinds.js';
import { PROGRAM, run } from './measure.js';

/** In characters; a kind is tried at once, twice and four times as much. */
const SIZE = 250_000;

/** Of the kinds (test/review/growth.test.ts counts the steps of all) those that took longest before they were mended, and the parser's own. */
const TRIED = [
  'calls in calls of unknown macros',
  'calls in calls of a macro of the file',
  'calls in calls of a macro that passes on',
  'calls in calls of a macro of an expression',
  'attributes in attributes',
  'examples in a row',
  'unclosed angles',
  'references',
  'binary operators',
  'closures',
  'braces',
  'parentheses that never close',
  'use trees in use trees',
  'chain of calls',
  'SAFETY comments in a row',
];

/** Gives for each kind its name, and for each size milliseconds, peak memory in MB, and whether the limit of time for one file stopped it. */
export async function hostileFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'kra-hostile-'));
  try {
    const found = [];
    for (const kind of TRIED) {
      const figures = [];
      for (const times of [1, 2, 4]) {
        writeFileSync(join(folder, 'a.rs'), HOSTILE_KINDS[kind](SIZE * times));
        const call = [PROGRAM, 'audit', folder, '--allow-incomplete', '--format', 'terse'];
        const { ms, peakMb, output } = await run(process.execPath, call, { memory: true });
        figures.push({ ms, peakMb, isStopped: output.includes('not read: reading it took longer than') });
      }
      found.push({ kind, figures });
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
