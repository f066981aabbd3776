/** Agreement with Clippy on its four lints about safety comments and sections, over test/fixtures/clippy. */
import { readFileSync } from 'node:fs';
import { agreementOn, readCases, verdictsAsFindings } from './support/clippy-cases.ts';
import { askDriver, findDriver, versionOf } from './support/clippy-driver.ts';

const FOLDER = 'test/fixtures/clippy';
const WANTED = 0.985;
/** The version that gave verdicts.jsonl. */
const VERSION = 'clippy 0.1.95';

const cases = readCases(FOLDER);

/** A finding that only one of the two has, and why that is so. */
interface Difference {
  readonly finding: string;
  readonly side: 'clippy' | 'ours';
  readonly reason: string;
}

const differences: readonly Difference[] = JSON.parse(readFileSync(`${FOLDER}/differences.json`, 'utf8'));
const findingsOf = (wanted: Difference['side']): string[] =>
  differences.filter(({ side }) => side === wanted).map(({ finding }) => finding);

describe('agreement with Clippy', () => {
  const agreement = agreementOn(cases);

  test(`is at least ${WANTED}`, () => {
    const { share, misses, extras } = agreement;
    const report = [...misses.map((each) => `missed ${each}`), ...extras.map((each) => `extra  ${each}`)].join('\n');
    if (share < WANTED) throw new Error(`${(100 * share).toFixed(2)} percent\n${report}`);
  });

  test('every difference has its reason in differences.json, and every reason its difference', () => {
    expect(agreement.misses).toEqual(findingsOf('clippy').sort());
    expect(agreement.extras).toEqual(findingsOf('ours').sort());
    expect(differences.filter(({ reason }) => reason.trim() === '')).toEqual([]);
  });
});

describe('the verdicts', () => {
  const driver = findDriver();
  const version = driver === undefined ? 'none' : versionOf(driver);
  const isTheSame = version.startsWith(VERSION);
  const sample = isTheSame ? [...cases.files.keys()].filter((_, index) => index % 20 === 0) : [];
  const told = isTheSame ? `${version} says the same of ${sample.length} files` : `nothing to compare: ${version}`;

  test(told, () => {
    for (const file of sample) {
      const answer = driver === undefined ? [] : askDriver(driver, FOLDER, file);
      expect(answer).toBeDefined();
      const kept = verdictsAsFindings(cases.verdicts.filter((verdict) => verdict.file === file));
      expect(new Set(verdictsAsFindings(answer ?? []))).toEqual(new Set(kept));
    }
  }, 120_000);
});
