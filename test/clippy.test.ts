/** Agreement with Clippy on its lints of unsafe code, over test/fixtures/clippy. */
import { agreementOn, readCases, verdictsAsFindings } from './support/clippy-cases.ts';
import { askDriver, findDriver, versionOf } from './support/clippy-driver.ts';

const FOLDER = 'test/fixtures/clippy';
const WANTED = 0.985;
/** The version that gave verdicts.jsonl. */
const VERSION = 'clippy 0.1.95';

const cases = readCases(FOLDER);

describe('agreement with Clippy', () => {
  const agreement = agreementOn(cases);

  test(`is at least ${WANTED}`, () => {
    const { share, misses, extras } = agreement;
    const report = [...misses.map((each) => `missed ${each}`), ...extras.map((each) => `extra  ${each}`)].join('\n');
    if (share < WANTED) throw new Error(`${(100 * share).toFixed(2)} percent\n${report}`);
  });

  test('every other difference is on purpose, with its reason in differences.json, and is still there', () => {
    expect([...agreement.misses, ...agreement.extras]).toEqual([]);
    expect(agreement.onPurpose).toEqual(cases.differences);
    expect(cases.differences.filter(({ reason }) => reason.trim() === '')).toEqual([]);
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
  });
});
