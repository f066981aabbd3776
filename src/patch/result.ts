/** Whether applying the patch of a file gave the text whose blob id the patch names. */
import { type Failure, failure } from '../text/failure.ts';
import { fitsBlob } from './blob-id.ts';
import type { FilePatch } from './patch.ts';

/**
 * Refuses a result that is not the one on the `index` line: the patch was damaged or edited after it was made, or was read
 * wrongly. Asked only where the file is new or the text before is the one that the patch names: in any other, the
 * same change gives another blob, as for `git apply`.
 */
export function refuseOtherResult(file: FilePatch, before: string | null, after: string | null): Failure | null {
  const { oldBlob, newBlob, oldMode, newMode } = file;
  if (newBlob === null || after === null || [oldMode, newMode].includes(SUBMODULE)) return null;
  const isNamed = before === null ? file.before === null : oldBlob !== null && fitsBlob(before, oldBlob) === 'same';
  if (!isNamed || fitsBlob(after, newBlob) !== 'other') return null;
  return failure(
    file.after ?? '',
    `the applied text is not the one that the patch names as its result (blob ${newBlob})`,
    'get the patch again, it was edited or damaged after it was made; where that was on purpose, take its `index` line out',
  );
}

/** The ids of a submodule are those of commits. */
const SUBMODULE = '160000';
