/**
 * Does what a user does who installs the program from its package, with the Node and npm on PATH and an empty home: `npm pack`, a global install
 * that refuses what does not fit this Node, and a call of each kind. It ends with 1 where anything warns or fails.
 *
 *   node scripts/try-package.js          packs the checkout
 *   node scripts/try-package.js --git    lets npm clone, build and pack its last commit
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const work = mkdtempSync(join(tmpdir(), 'kra-package-'));
const prefix = join(work, 'prefix');
// npm's own settings stay: they may say which registry there is, and how it is reached
const env = {
  ...process.env,
  PATH: [join(prefix, 'bin'), process.env.PATH].join(delimiter),
  HOME: join(work, 'home'),
  npm_config_userconfig: process.env.npm_config_userconfig ?? join(process.env.HOME ?? work, '.npmrc'),
};

try {
  const what = process.argv.includes('--git') ? [`git+file://${process.cwd()}`] : [];
  run('npm', ['pack', '--silent', '--pack-destination', work, ...what], { cwd: process.cwd() });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const archive = join(work, `kernel-rust-audit-${version}.tgz`);
  const install = ['install', '--global', '--prefix', prefix, '--engine-strict', '--ignore-scripts', archive];
  expect('npm install', /warn/i.test(run('npm', install)) === false, 'npm warned');
  const series = [
    join(process.cwd(), 'examples/ring-driver/series'),
    '--tree',
    join(process.cwd(), 'examples/ring-driver/tree'),
  ];
  expect('--version', run('kernel-rust-audit', ['--version']) === `kernel-rust-audit ${version}\n`, 'another version');
  expect('rules', run('kernel-rust-audit', ['rules']).includes('undocumented-unsafe'), 'no rules');
  expect(
    'review',
    run('kernel-rust-audit', ['review', ...series], { status: 1 }).includes('undocumented-unsafe'),
    'no finding',
  );
  expect('audit', run('kernel-rust-audit', ['audit', series[2]]).includes('unsafe'), 'no figures');
  expect('doctor', run('kernel-rust-audit', ['doctor'], { status: 1 }).includes('APP_ID'), 'no diagnosis');
  const root = realpathSync(join(prefix, 'lib/node_modules/kernel-rust-audit'));
  for (const path of [
    'scripts/register-app.js',
    'app.yml',
    'docs/operating.md',
    'schema/config.schema.json',
    'LICENSE',
  ])
    expect(path, existsSync(join(root, path)), 'is not in the package');
  const serve = run('kernel-rust-audit', ['serve'], { status: 2, err: /scripts\/register-app\.js" --url/ });
  expect('serve', serve === '', 'wrote to standard output');
  expect('completion', run('kernel-rust-audit', ['completion', 'bash']).includes('complete '), 'no script');
  expect('man', existsSync(join(prefix, 'share/man/man1/kernel-rust-audit.1')), 'npm did not install the page');
  run('node', [join(root, 'scripts/register-app.js')], { status: 2, err: /--url/ });
  console.log(`the package of version ${version} installs and runs on Node ${run('node', ['--version']).trim()}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Gives standard output; standard error has to be empty, or as `err`. */
function run(command, args, { cwd = work, status: wanted = 0, err = /^$/ } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (error !== undefined) throw error;
  expect(`${command} ${args.join(' ')}`, status === wanted, `ended with ${status}: ${stdout}${stderr}`);
  expect(`${command} ${args.join(' ')}`, err.test(stderr), `wrote to standard error: ${stderr}`);
  return stdout;
}

function expect(what, holds, words) {
  if (!holds) throw new Error(`${what}: ${words}`);
}
