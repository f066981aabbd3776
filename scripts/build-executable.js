/**
 * Makes the program as one executable, which needs neither Node.js nor npm (Node.js, "Single executable applications"):
 *
 *   npm run build:executable                     build/kernel-rust-audit-linux-x64 and -linux-arm64
 *   npm run build:executable -- --arch arm64     only one of them
 *
 * Node's binary and libsql's native code come from the npm registry, in versions and with checksums that are fixed here and in
 * package-lock.json. build/LICENSES.txt has the licences of all that is in it. Either architecture is made on either; where the
 * machine cannot run the other's Node, that executable has no kept code of V8 and starts a little slower.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { bundle, FORMATS_BY_NAME } from './bundle-options.js';
import { licensesOf } from './licenses.js';

/** The Node.js that is in the executable, and the checksum of its package for each architecture. */
const NODE = '24.21.0';
const ARCHITECTURES = {
  x64: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  arm64: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
};
/** Node looks for its assets under this name, behind this mark. */
const BLOB = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const OUT = 'build';
const DOWNLOADS = join(OUT, 'downloads');

/** The parser and its grammar look for their addons among their own files: they get them from beside the program. */
const ADDONS_BESIDE = {
  name: 'addons-beside',
  setup({ onResolve, onLoad }) {
    const namespace = 'addon';
    onResolve({ filter: /^node-gyp-build$/ }, ({ importer }) => ({
      path: `./${/.*node_modules\/([^/]+)\//.exec(importer)[1]}.node`,
      namespace,
    }));
    onLoad({ filter: /./, namespace }, ({ path }) => ({ contents: `module.exports = () => require('${path}')` }));
    onResolve({ filter: /./, namespace }, ({ path }) => ({ path, external: true }));
  },
};

const { values } = parseArgs({ options: { arch: { type: 'string', multiple: true } } });
const wanted = values.arch ?? Object.keys(ARCHITECTURES);
const unknown = wanted.find((arch) => ARCHITECTURES[arch] === undefined);
if (unknown !== undefined) stop(`--arch ${unknown} is not known; name one of ${Object.keys(ARCHITECTURES).join(', ')}`);
if (process.platform !== 'linux' || ARCHITECTURES[process.arch] === undefined)
  stop(`it is built on Linux (${Object.keys(ARCHITECTURES).join(', ')}); use such a machine or container`);

mkdirSync(DOWNLOADS, { recursive: true });
// Only the Node that is in the executable can make the assets for it.
const maker = nodeFor(process.arch);
for (const arch of wanted) {
  const parts = join(OUT, `parts-${arch}`);
  rmSync(parts, { recursive: true, force: true });
  mkdirSync(parts, { recursive: true });
  await makeParts(arch, parts);
  const made = join(OUT, `kernel-rust-audit-linux-${arch}`);
  putTogether(arch, parts, made);
  const { size } = statSync(made);
  const code = statSync(join(parts, 'program.js.code')).size === 0 ? ', without kept code' : '';
  console.log(`${made}: Node.js ${NODE}, ${Math.round(size / 1e6)} MB${code}`);
  console.log(`${createHash('sha256').update(readFileSync(made)).digest('hex')}  ${basename(made)}`);
}

/** Fills the folder with all that becomes an asset. */
async function makeParts(arch, parts) {
  const made = async (names, ...plugins) =>
    build({
      metafile: true,
      ...bundle,
      target: 'node24',
      supported: { 'dynamic-import': false },
      entryPoints: names.map((name) => `src/main/${name}.ts`),
      outdir: parts,
      loader: { '.node': 'empty' },
      plugins: [ADDONS_BESIDE, ...plugins],
    });
  const bundles = [await made(['executable'], FORMATS_BY_NAME), await made(['program', 'server', 'load'])];
  const ofNode = readFileSync(nodeFor(arch, 'LICENSE'), 'utf8');
  writeFileSync(
    join(OUT, 'LICENSES.txt'),
    `${licensesOf(bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs)))}\n${ofNode}`,
  );
  const addons = addonsFor(arch);
  for (const [id, file] of Object.entries(addons)) if (id.startsWith('./')) copyFileSync(file, join(parts, id));
  const hashes = Object.entries(addons).map(([id, file]) => [id, hashOf(file)]);
  writeFileSync(join(parts, 'addons.json'), JSON.stringify(Object.fromEntries(hashes)));
  writeFileSync(join(parts, 'package.json'), '{ "type": "commonjs" }\n');
  if (!canRun(nodeFor(arch))) writeFileSync(join(parts, 'program.js.code'), '');
  else run(nodeFor(arch), ['scripts/code-cache.js', parts]);
  const assets = {
    'package.json': 'package.json',
    ...Object.fromEntries(
      ['executable.js', 'program.js', 'program.js.code', 'server.js', 'addons.json'].map((name) => [
        name,
        join(parts, name),
      ]),
    ),
    ...Object.fromEntries(Object.values(addons).map((file) => [hashOf(file), file])),
  };
  const config = {
    main: join(parts, 'executable.js'),
    output: join(parts, 'blob'),
    disableExperimentalSEAWarning: true,
    assets,
  };
  writeFileSync(join(parts, 'config.json'), JSON.stringify(config));
}

/** Node's binary with the assets in it. */
function putTogether(arch, parts, made) {
  run(maker, ['--experimental-sea-config', join(parts, 'config.json')]);
  copyFileSync(nodeFor(arch), made);
  chmodSync(made, 0o755);
  run(process.execPath, [
    'node_modules/postject/dist/cli.js',
    made,
    BLOB,
    join(parts, 'blob'),
    '--sentinel-fuse',
    FUSE,
  ]);
}

/** By what the bundles ask for. */
function addonsFor(arch) {
  const libsql = `@libsql/linux-${arch}-gnu`;
  const { version, integrity } = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages[
    `node_modules/${libsql}`
  ];
  const prebuilt = (name) => `node_modules/${name}/prebuilds/linux-${arch}/${name}.node`;
  return {
    './tree-sitter.node': prebuilt('tree-sitter'),
    './tree-sitter-rust.node': prebuilt('tree-sitter-rust'),
    [libsql]: fromRegistry(libsql, version, integrity, 'index.node'),
  };
}

function nodeFor(arch, path = 'bin/node') {
  return fromRegistry(`node-linux-${arch}`, NODE, ARCHITECTURES[arch], path);
}

/** A file of a package, which is downloaded once. */
function fromRegistry(name, version, integrity, path) {
  const stem = `${name.replace('@', '').replace('/', '-')}-${version}`;
  const archive = join(DOWNLOADS, `${stem}.tgz`);
  const unpacked = join(DOWNLOADS, stem);
  if (!existsSync(archive)) run('npm', ['pack', '--silent', '--pack-destination', DOWNLOADS, `${name}@${version}`]);
  const [algorithm] = integrity.split('-');
  const found = `${algorithm}-${createHash(algorithm).update(readFileSync(archive)).digest('base64')}`;
  if (found !== integrity) {
    rmSync(archive);
    stop(
      `${name}@${version} from the npm registry is not the package that was wanted; try again, or look who changed it`,
    );
  }
  mkdirSync(unpacked, { recursive: true });
  run('tar', ['-xzf', archive, '-C', unpacked, `package/${path}`]);
  return join(unpacked, 'package', path);
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function canRun(program) {
  return spawnSync(program, ['--version']).status === 0;
}

/** Quiet unless it fails: postject warns of sections that have no names, and nothing is wrong with that. */
function run(program, args) {
  const { status, error, stderr } = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) stop(`\`${program} ${args.join(' ')}\` failed: ${error?.message ?? stderr}`);
}

function stop(words) {
  console.error(`build-executable: ${words}`);
  process.exit(1);
}
