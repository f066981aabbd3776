/**
 * Makes the files of a release in build/release/: the package, the executables with their licences, the list of what is in them (SBOM),
 * the notes, and the SHA-256 of each:
 *
 *   npm run release:files                of the tag that is checked out
 *   npm run release:files -- --trial     of any commit, for a try
 *   --without-executables                leaves them out, for a quick try
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { notesOf } from './changelog.js';

const OUT = 'build/release';
const OPTIONS = { trial: { type: 'boolean' }, 'without-executables': { type: 'boolean' } };

try {
  const { values } = parseArgs({ options: OPTIONS });
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const notes = notesOf(readFileSync('CHANGELOG.md', 'utf8'), version);
  if (notes === undefined)
    throw new Error(`CHANGELOG.md has no section of ${version}; run \`npm run release:version\` first`);
  if (!values.trial) requireTag(version);

  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  // `npm pack` builds the program
  run('npm', ['pack', '--silent', '--pack-destination', OUT]);
  if (!values['without-executables']) {
    run(process.execPath, ['scripts/build-executable.js']);
    for (const arch of ['x64', 'arm64'])
      copyFileSync(`build/${name}-linux-${arch}`, join(OUT, `${name}-${version}-linux-${arch}`));
    copyFileSync('build/LICENSES.txt', join(OUT, `${name}-${version}-LICENSES.txt`));
  }
  // The bundles hold packages that package.json calls development's, so none is left out.
  const sbom = JSON.parse(run('npm', ['sbom', '--sbom-format', 'cyclonedx']));
  // npm writes the name of the folder
  sbom.metadata.component.name = name;
  writeFileSync(join(OUT, `${name}-${version}.cdx.json`), `${JSON.stringify(sbom, null, 2)}\n`);
  writeFileSync(join(OUT, 'notes.md'), `${notes}\n`);
  const sums = readdirSync(OUT)
    .sort()
    .map((file) => `${hashOf(join(OUT, file))}  ${file}\n`);
  writeFileSync(join(OUT, 'SHA256SUMS'), sums.join(''));
  process.stdout.write(`${OUT}:\n${sums.join('')}`);
} catch (error) {
  console.error(`release-files: ${error.message}`);
  process.exitCode = 1;
}

/** What is released is what the tag names, and nothing beside it. */
function requireTag(version) {
  const git = (...args) => run('git', args).trim();
  const changed = git('status', '--porcelain');
  if (changed !== '') throw new Error(`the checkout has changes; commit them, or try with --trial:\n${changed}`);
  if (!git('tag', '--points-at', 'HEAD').split('\n').includes(`v${version}`))
    throw new Error(`the commit has no tag v${version}; check the tag out, or try with --trial`);
}

/** @returns {string} standard output */
function run(command, args) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`\`${command} ${args.join(' ')}\` failed: ${error?.message ?? stderr}`);
  return stdout;
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
