/**
 * Brings kernel trees (their Rust part) into ./kernel/, for the tests and figures that need real ones:
 *
 *   npm run kernel:fetch                                         the four trees that the figures speak of, by apt
 *   npm run kernel:fetch -- 7.3 7.2=7.2.13-1                     the newest linux-source of a series; an exact one
 *   npm run kernel:fetch -- --from-git URL-or-path [TAG...]      from a repository with the kernel's stable tags
 *   --into DIR                                                   another folder (default: $KRA_KERNEL, else ./kernel)
 *
 * Each tree lands in v<version>, as its Makefile names it: *.rs, every rust/, the C headers that rust/ links to or includes,
 * MAINTAINERS, Makefile, checkpatch.pl. One that is there is left alone. `history` is a git repository with a commit and a tag
 * for each tree, oldest first. The sources are GPL-2.0 and stay out of this repository.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const PACKAGES = ['6.12=6.12.107-1', '7.2=7.2.6-1~bpo13+1', '7.2=7.2.13-1', '7.3=7.3.4-1~bpo13+1'];
const TAGS = ['v6.12.107', 'v7.2.6', 'v7.2.13', 'v7.3.4'];
/** Where Debian keeps newer kernels than its release, beside the release itself. */
const SUITES = 'trixie trixie-backports sid';
const DEBIAN_KEYS = '/usr/share/keyrings/debian-archive-keyring.gpg';
const SINGLE_FILES = [
  'MAINTAINERS',
  'Makefile',
  '.clippy.toml',
  '.rustfmt.toml',
  'scripts/checkpatch.pl',
  'scripts/spelling.txt',
  'scripts/const_structs.checkpatch',
];
const LEAST_FREE_MB = 700;
const GIT_REMEDY = 'or name a git repository: npm run kernel:fetch -- --from-git URL-or-path [TAG...]';

class Trouble extends Error {}

const { values, positionals } = parseArgs({
  options: { into: { type: 'string' }, 'from-git': { type: 'string' } },
  allowPositionals: true,
});
const here = join(dirname(fileURLToPath(import.meta.url)), '..');
const into = resolve(values.into ?? process.env.KRA_KERNEL ?? join(here, 'kernel'));

// A child that is interrupted ends, and then so do we, by the ordinary way: that cleans up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));

try {
  const repository = values['from-git'];
  fs.mkdirSync(into, { recursive: true });
  inScratchFolder((scratch) => {
    if (repository === undefined) fromPackages(positionals.length > 0 ? positionals : PACKAGES, scratch);
    else fromGit(repository, positionals.length > 0 ? positionals : TAGS, scratch);
    writeHistory(scratch);
  });
} catch (error) {
  if (!(error instanceof Trouble) && error.code === undefined) throw error;
  say(error.message);
  process.exitCode = 1;
}

/** Unpacked is there; what is not finished goes with the scratch folder, which lies on the same disk. */
function inScratchFolder(work) {
  const scratch = fs.mkdtempSync(join(into, '.unfinished-'));
  const clean = () => fs.rmSync(scratch, { recursive: true, force: true });
  process.on('exit', clean);
  work(scratch);
}

/** From the distribution's linux-source packages, by apt with a state of its own: nothing is installed, no root is needed. */
function fromPackages(wanted, scratch) {
  const missing = wanted.filter((each) => !isThere(`v${upstreamVersion(each)}`));
  if (missing.length === 0) return;
  requireProgram('apt-get', `kernel sources come from Debian's packages: use a Debian machine, ${GIT_REMEDY}`);
  for (const program of ['dpkg-deb', 'xz', 'tar']) requireProgram(program, `install ${program}, ${GIT_REMEDY}`);
  const apt = aptWithNewerSuites(scratch);
  for (const each of missing) {
    const [series, exact] = each.split('=');
    const name = `linux-source-${series}`;
    const offered = apt('apt-cache', ['madison', name])
      .output.split('\n')
      .flatMap((row) => row.split('|')[1]?.trim() ?? []);
    const version = exact === undefined || offered.includes(exact) ? (exact ?? offered[0]) : offered[0];
    if (version === undefined)
      throw new Trouble(
        `${name} is not offered: name a newer series, as \`npm run kernel:fetch -- 7.3\`, ${GIT_REMEDY}`,
      );
    if (exact !== undefined && version !== exact) say(`${name} ${exact} is no longer offered: taking ${version}`);
    if (isThere(`v${upstreamVersion(`${series}=${version}`)}`)) continue;
    requireSpace();
    say(`${name} ${version}: downloading about 150 MB`);
    const folder = fs.mkdtempSync(join(scratch, 'package-'));
    const got = apt('apt-get', ['download', '-qq', `${name}=${version}`], folder);
    const archive = fs.readdirSync(folder).find((file) => file.endsWith('.deb'));
    if (archive === undefined)
      throw new Trouble(`${name} cannot be downloaded: ${got.words}; check the network, ${GIT_REMEDY}`);
    say(`${name} ${version}: unpacking`);
    const tree = join(folder, 'tree');
    fs.mkdirSync(tree);
    unpack(join(folder, archive), name, tree);
    finish(tree);
    fs.rmSync(folder, { recursive: true });
  }
}

/** `7.2=7.2.6-1~bpo13+1` is Linux 7.2.6; a series alone could be any. */
function upstreamVersion(wanted) {
  return wanted.split('=')[1]?.split('-')[0] ?? 'unknown';
}

/** Gives a way to call apt's programs with the suites that carry newer kernels, from the mirror that this machine uses. */
function aptWithNewerSuites(scratch) {
  const format = '$(ORIGIN)|$(REPO_URI)|$(RELEASE)';
  const targets = run('apt-get', ['indextargets', 'Created-By: Packages', '--format', format]).output.split('\n');
  // Where no lists were fetched yet, the origin is not known.
  const mirror = ['Debian|', '|'].map((origin) =>
    targets.find((row) => row.startsWith(origin) && !/security|updates/.test(row)),
  );
  const [, address] = (mirror[0] ?? mirror[1] ?? '').split('|');
  if (address === undefined || !fs.existsSync(DEBIAN_KEYS))
    throw new Trouble(`apt knows no Debian mirror here: use a Debian machine, ${GIT_REMEDY}`);
  const home = join(scratch, 'apt');
  for (const folder of ['sources', 'lists/partial', 'cache/archives/partial'])
    fs.mkdirSync(join(home, folder), { recursive: true });
  const source = { Types: 'deb', URIs: address, Suites: SUITES, Components: 'main', 'Signed-By': DEBIAN_KEYS };
  fs.writeFileSync(
    join(home, 'sources', 'kernel.sources'),
    Object.entries(source)
      .map(([key, value]) => `${key}: ${value}\n`)
      .join(''),
  );
  const settings = {
    'Dir::Etc::SourceParts': join(home, 'sources'),
    'Dir::Etc::SourceList': '/dev/null',
    'Dir::State::Lists': join(home, 'lists'),
    'Dir::Cache': join(home, 'cache'),
    'APT::Sandbox::User': 'root',
  };
  const options = Object.entries(settings).map(([key, value]) => `-o${key}=${value}`);
  const apt = (program, args, folder = scratch) => run(program, [...options, ...args], folder);
  say('reading the lists of packages');
  const { status, words } = apt('apt-get', ['update', '-qq']);
  if (status !== 0) say(`not every suite could be read: ${words}`);
  return apt;
}

/** The package holds the source as a tarball; of its C headers those stay that rust/ refers to. */
function unpack(archive, name, tree) {
  const wanted = ['*.rs', '*/rust/*', ...[...SINGLE_FILES, 'include/*'].map((path) => `${name}/${path}`)];
  const pipe =
    'set -o pipefail; tree=$1; shift; dpkg-deb --fsys-tarfile "$0" | tar -xO --wildcards "./usr/src/*.tar.xz" | ' +
    'xz -dc -T0 | tar -x -C "$tree" --strip-components=1 --wildcards "$@"';
  const { words } = run('bash', ['-c', pipe, archive, tree, ...wanted]);
  // A file that this version does not have yet is no error.
  const errors = words.split('\n').filter((line) => !/^$|Not found in archive|Exiting with failure status/.test(line));
  if (errors.length > 0) throw new Trouble(`${name} cannot be unpacked: ${errors[0]}`);
  keepOnly(new Set(linkedHeaders(tree)), tree, 'include');
}

/** Whether anything stayed. */
function keepOnly(wanted, tree, folder) {
  if (!fs.existsSync(join(tree, folder))) return false;
  const kept = fs.readdirSync(join(tree, folder), { withFileTypes: true }).filter((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() ? keepOnly(wanted, tree, path) : wanted.has(path)) return true;
    fs.rmSync(join(tree, path), { recursive: true });
    return false;
  });
  return kept.length > 0;
}

/** From a git repository; of a remote one only the files that are wanted are transferred. */
function fromGit(repository, tags, scratch) {
  requireProgram('git', 'install git');
  const isLocal = fs.existsSync(repository);
  const how = isLocal ? ['--shared'] : ['--depth=1', '--filter=blob:none'];
  for (const tag of tags) {
    if (isThere(tag)) continue;
    requireSpace();
    say(`${tag}: from ${repository}`);
    const tree = fs.mkdtempSync(join(scratch, 'tree-'));
    const git = (args, input) => {
      const { status, words } = run('git', ['-C', tree, ...args], undefined, input);
      if (status === 0) return;
      throw new Trouble(`git ${args[0]} of ${tag}: ${words}; tags: \`git ls-remote --tags ${repository}\``);
    };
    git(['clone', '-q', '--no-checkout', ...how, '--branch', tag, isLocal ? resolve(repository) : repository, '.']);
    const patterns = ['*.rs', 'rust/', ...SINGLE_FILES.map((path) => `/${path}`)];
    git(['sparse-checkout', 'set', '--no-cone', '--stdin'], patterns.join('\n'));
    git(['checkout', '-q', tag]);
    const headers = linkedHeaders(tree).map((path) => `/${path}`);
    git(['sparse-checkout', 'set', '--no-cone', '--stdin'], [...patterns, ...headers].join('\n'));
    fs.rmSync(join(tree, '.git'), { recursive: true });
    finish(tree);
  }
}

/** The headers that documentation links to (`srctree/include/...`) and that bindgen and the helpers include. */
function linkedHeaders(tree) {
  const found = new Set();
  for (const path of filesBelow(tree, 'rust')) {
    const text = fs.readFileSync(join(tree, path), 'utf8');
    for (const [, header] of text.matchAll(/srctree\/(include\/[A-Za-z0-9_./-]+\.h)/g)) found.add(header);
    if (path !== 'rust/bindings/bindings_helper.h' && !path.startsWith('rust/helpers/')) continue;
    for (const [, header] of text.matchAll(/^#include <(.+\.h)>/gm)) found.add(`include/${header}`);
  }
  return [...found].sort();
}

/** Gives a tree its name, now that it is whole. */
function finish(tree) {
  if (!fs.existsSync(join(tree, 'rust/kernel/lib.rs')))
    throw new Trouble('this source has no rust/kernel/lib.rs: Rust is in the kernel since 6.1');
  const makefile = fs.readFileSync(join(tree, 'Makefile'), 'utf8');
  const part = (name) => new RegExp(`^${name} *= *(\\S*)`, 'm').exec(makefile)?.[1] ?? '';
  const name = `v${['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map(part).join('.')}`;
  if (!isThere(name)) fs.renameSync(tree, join(into, name));
  const rust = filesBelow(join(into, name), '').filter((path) => path.endsWith('.rs'));
  say(`${name}: ${rust.length} Rust files`);
}

/** `history`: the trees as commits, oldest first; made anew where a tree is not in it. The ids depend on the trees alone. */
function writeHistory(scratch) {
  const names = fs
    .readdirSync(into)
    .filter((name) => /^v\d/.test(name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const final = join(into, 'history');
  const tags = fs.existsSync(final) ? run('git', ['-C', final, 'tag']).output.split('\n') : [];
  if (names.every((name) => tags.includes(name))) return;
  requireProgram('git', 'install git');
  const made = join(scratch, 'history');
  const when = '2000-01-01T00:00:00Z';
  const settings = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_DIR: join(made, '.git') };
  const git = (args, worktree = made) => {
    const environment = { ...settings, GIT_WORK_TREE: worktree, GIT_AUTHOR_DATE: when, GIT_COMMITTER_DATE: when };
    const { status, words } = run('git', args, scratch, undefined, { ...process.env, ...environment });
    if (status !== 0) throw new Trouble(`git ${args[0]} in history: ${words}`);
  };
  fs.mkdirSync(made);
  git(['init', '-q', '-b', 'main']);
  git(['config', 'user.name', 'kernel']);
  git(['config', 'user.email', 'kernel@localhost']);
  for (const name of names) {
    git(['add', '-A', '-f', '.'], join(into, name));
    git(['commit', '-q', '-m', `Linux ${name.slice(1)}`], join(into, name));
    git(['tag', name]);
  }
  git(['reset', '-q', '--hard']);
  fs.rmSync(final, { recursive: true, force: true });
  fs.renameSync(made, final);
  say(`history: ${names.join(' ')}`);
}

function isThere(name) {
  return fs.existsSync(join(into, name, 'rust/kernel/lib.rs'));
}

function filesBelow(root, folder) {
  if (!fs.existsSync(join(root, folder))) return [];
  return fs.readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, path) : entry.isFile() ? [path] : [];
  });
}

function requireProgram(name, remedy) {
  if (run(name, ['--version']).status === null) throw new Trouble(`there is no ${name} here: ${remedy}`);
}

function requireSpace() {
  const { bavail, bsize } = fs.statfsSync(into);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < LEAST_FREE_MB)
    throw new Trouble(
      `${into} has ${free} MB left, a tree takes ${LEAST_FREE_MB} for a while: make room, or use --into DIR`,
    );
}

/** Runs a program to its end; `words` is what it complained of, `status` null where it could not be started. */
function run(program, args, folder = into, input = undefined, environment = { ...process.env, LC_ALL: 'C' }) {
  const ended = spawnSync(program, args, {
    cwd: folder,
    input,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (ended.signal !== null && ended.signal !== undefined) process.exit(130);
  const words = (ended.stderr ?? '').trim() || (ended.error?.message ?? '');
  return { status: ended.error === undefined ? ended.status : null, output: ended.stdout ?? '', words };
}

function say(words) {
  process.stderr.write(`kernel:fetch: ${words}\n`);
}
