/**
 * Writes the version of the next release wherever it is, and gives its section of CHANGELOG.md a heading:
 *
 *   npm run release:version -- 0.2.0
 *
 * It commits nothing. docs/releasing.md has the steps before and after.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { withRelease } from './changelog.js';
import { VERSION_PLACES } from './version-places.js';

const [version, ...others] = process.argv.slice(2);
try {
  const { version: current } = JSON.parse(readFileSync('package.json', 'utf8'));
  if (version === undefined || others.length > 0) throw new Error('name one version, as `0.2.0`');
  if (!/^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}$/.test(version))
    throw new Error(`\`${version}\` is not a version; write three numbers, as \`0.2.0\``);
  if (!isNewer(version, current)) throw new Error(`${version} is not newer than ${current}; name a newer one`);
  // everything is looked at before anything is written
  const today = new Date().toISOString().slice(0, 10);
  const texts = new Map([['CHANGELOG.md', withRelease(readFileSync('CHANGELOG.md', 'utf8'), version, today)]]);
  for (const { file, pattern } of VERSION_PLACES) {
    const text = texts.get(file) ?? readFileSync(file, 'utf8');
    if (!pattern.test(text))
      throw new Error(`${file}: the version is not where scripts/version-places.js looks for it`);
    texts.set(
      file,
      text.replace(pattern, (_, before, after) => before + version + after),
    );
  }
  for (const [file, text] of texts) writeFileSync(file, text);
  console.log(`${current} became ${version} in ${[...texts.keys()].join(', ')}`);
} catch (error) {
  console.error(`release-version: ${error.message}`);
  process.exitCode = 2;
}

function isNewer(version, than) {
  const [one, other] = [version, than].map((each) => each.split('.').map(Number));
  const at = one.findIndex((number, index) => number !== other[index]);
  return at !== -1 && one[at] > other[at];
}
