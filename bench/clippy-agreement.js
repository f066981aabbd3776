/** A process of its own: our findings on Clippy's cases against its verdicts; prints hits, misses, extras as JSON. */
import { fileURLToPath } from 'node:url';
import { agreementOn, readCases } from '../test/support/clippy-cases.ts';

const cases = readCases(fileURLToPath(new URL('../test/fixtures/clippy', import.meta.url)));
const { hits, misses, extras, onPurpose, share } = agreementOn(cases);
process.stdout.write(
  JSON.stringify({
    files: cases.files.size,
    hits,
    misses: misses.length,
    extras: extras.length,
    onPurpose: onPurpose.length,
    share,
  }),
);
