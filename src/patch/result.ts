/** Whether applying the patch of a file gave the text whose blob id the patch names. */
import { type Failure, failure } from '../text/failure.ts';
import { fitsBlob } from './blob-id.ts';
import type { FilePatch } from './patch.ts';

/**
 * The result is not the one on the `index` line: the patch was damaged or edited after it was made, or was read wrongly.
 * Asked only where the file is new or the text before is the one that the patch names: in any other, the same change gives
 * another blob, as for `git apply`.
 */
export function otherResult(file: FilePatch, before: string | null, after: string | null): Failure | null {
  const { oldBlob, newBlob, oldMode, newMode } = file;
  if (newBlob === null || after === null || [oldMode, newMode].includes(SUBMODULE)) return null;
  const isNamed = before === null ? file.before === null : oldBlob !== null && fitsBlob(before, oldBlob) === 'same';
  if (!isNamed || fitsBlob(after, newBlob) !== 'other') return null;
  return failure(
    file.after ?? '',
    `the result of the patch does not match its \`index\` line (blob ${newBlob})${strangeBlank(file)}`,
    'get the patch again: it was edited or damaged; if that was on purpose, remove its `index` line',
  );
}

/** What pages and mail programs put in the place of a blank, and Rust does not know. */
const STRANGE_BLANKS = /[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]/;

function strangeBlank({ hunks }: FilePatch): string {
  for (const { lines, place } of hunks) {
    const found = lines.find(({ kind, text }) => kind === 'add' && STRANGE_BLANKS.test(text));
    const code = STRANGE_BLANKS.exec(found?.text ?? '')?.[0].codePointAt(0);
    if (code === undefined) continue;
    const name = code.toString(16).toUpperCase().padStart(4, '0');
    return `: an added line contains U+${name}, which is not valid in Rust (in the hunk at ${place})`;
  }
  return '';
}

/** The ids of a submodule are those of commits. */
const SUBMODULE = '160000';
