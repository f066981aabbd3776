/**
 * The figures of docs/measurements.md, measured on this machine.
 *
 *   npm run build && npm run bench               prints the table
 *   npm run bench -- start-up memory             only rows whose name begins so
 *   npm run bench -- --write                     rewrites the generated part of docs/measurements.md
 *
 * Needs the trees of `npm run kernel:fetch`; KRA_KERNEL names another folder of trees, KRA_DIST another build.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { NODE_VERSIONS, nodeOf } from '../scripts/node-versions.js';
import { hostileFiles } from './hostile.js';
import { AFTER, BEFORE, fiveFilePatch, growingTree, wholePatch } from './kernel.js';
import { inTurn, median, PROGRAM, run, spread } from './measure.js';
import { peers } from './peers.js';
import { untuned } from './untuned.js';

const NODE = process.execPath;
const typescript = new URL('typescript.js', import.meta.url).href;
const ours = (args, options) => run(NODE, [PROGRAM, ...args], options);
const bench = (file, ...flags) =>
  run(NODE, [...flags, fileURLToPath(new URL(file, import.meta.url))]).then(({ output }) => JSON.parse(output));
const reviewOf = ({ path }) => ['review', path, '--tree', BEFORE, '--format', 'terse'];

/** Each gives rows: what, the figure, the target, and the command behind it. */
const FIGURES = {
  async 'audit against parsing'() {
    const command = '`node --expose-gc bench/audit-ratio.js`';
    const { parse, audit } = await bench('audit-ratio.js', '--expose-gc');
    // the first parsing of a new process, and the whole program, in turn
    const bare = async () => ({ ms: (await bench('audit-ratio.js', '--expose-gc')).parse[0] });
    const [cold, whole] = await inTurn(5, bare, () => ours(['audit', AFTER, '--quiet', '--format', 'terse']));
    const ratio = (over, under) => over.map((ms, round) => ms / under[round]);
    return [
      ['parsing the 496 files of 7.3.4, one thread', spread(parse, ' ms'), '', command],
      ['auditing them in the same process, one thread', spread(audit, ' ms'), '', command],
      ['ratio, round by round', spread(ratio(audit, parse), '', 2), 'at most 1.5', command],
      ['parsing them in a new process', spread(cold, ' ms'), '', 'the first round of the same'],
      ['the whole program, start-up and report included', spread(whole, ' ms'), '', AUDIT],
      ['ratio, run by run', spread(ratio(whole, cold), '', 2), 'at most 1.5', 'the quotient'],
    ];
  },

  async 'warm cache'() {
    const { folder, cache, grow } = growingTree(AFTER);
    const audit = () => ours(['audit', folder, '--quiet', '--format', 'terse'], { cache });
    await audit();
    const changed = () => {
      grow();
      return audit();
    };
    const [warm, version] = await inTurn(8, changed, () => ours(['--version']));
    return [
      ['audit with the cache warm and ten files changed', spread(warm, ' ms'), '', AUDIT],
      [
        'the same beyond start-up',
        `${(median(warm) - median(version)).toFixed(0)} ms`,
        '',
        'the difference of the medians',
      ],
    ];
  },

  async 'start-up'() {
    const five = fiveFilePatch();
    const empty = () => run(NODE, ['-e', '0']);
    const [bare, version, review] = await inTurn(
      20,
      empty,
      () => ours(['--version']),
      () => ours(reviewOf(five)),
    );
    const beyond = median(review) - median(version);
    return [
      ['Node itself', spread(bare, ' ms'), '', '`node -e 0`'],
      ['start-up', spread(version, ' ms'), 'at most 120 ms', '`node dist/main/cli.js --version`'],
      [`review of ${five.files} files (${five.lines} lines of patch)`, spread(review, ' ms'), '', REVIEW],
      ['the same beyond start-up', `${beyond.toFixed(0)} ms`, 'at most 150 ms', 'the difference of the medians'],
    ];
  },

  // each with the build of its own version: V8 keeps compiled code for no other
  async 'versions of Node'() {
    const five = fiveFilePatch();
    const rows = [];
    for (const major of Object.keys(NODE_VERSIONS)) {
      const node = nodeOf(major);
      await run(node, ['scripts/build.js']);
      const [version, review] = await inTurn(
        20,
        () => run(node, [PROGRAM, '--version']),
        () => run(node, [PROGRAM, ...reviewOf(five)]),
      );
      const plain = await untuned(node);
      const audit = [join(AFTER, 'rust/kernel'), '--quiet', '--format', 'terse'];
      const [tuned, other] = await inTurn(
        5,
        () => run(node, [PROGRAM, 'audit', ...audit]),
        () => run(node, [plain, 'audit', ...audit]),
      );
      const command = '`node dist/main/cli.js audit kernel/v7.3.4/rust/kernel --quiet --format terse`';
      rows.push([`Node ${major}: start-up`, spread(version, ' ms'), '', '`node dist/main/cli.js --version`']);
      rows.push([`Node ${major}: review of ${five.files} files`, spread(review, ' ms'), '', REVIEW]);
      rows.push([`Node ${major}: audit of rust/kernel`, spread(tuned, ' ms'), '', command]);
      rows.push([`Node ${major}: the same with V8 as Node sets it`, spread(other, ' ms'), '', '`bench/untuned.js`']);
    }
    await run(NODE, ['scripts/build.js']);
    return rows;
  },

  async peers() {
    return peers();
  },

  // each with the code that its own version of V8 keeps
  async 'start of the analyst'() {
    const command = '`node bench/analyst-start.js`';
    const rows = [];
    for (const major of Object.keys(NODE_VERSIONS)) {
      const node = nodeOf(major);
      await run(node, ['scripts/code-cache.js']);
      const { output } = await run(node, [fileURLToPath(new URL('analyst-start.js', import.meta.url))]);
      const { shields, bare, shielded } = JSON.parse(output);
      rows.push([`Node ${major}: start of the process that reads hostile text`, spread(bare, ' ms'), '', command]);
      rows.push([
        `Node ${major}: the same behind its shields (${shields.join(', ')})`,
        spread(shielded, ' ms'),
        '',
        command,
      ]);
    }
    await run(NODE, ['scripts/code-cache.js']);
    return rows;
  },

  async checkpatch() {
    const whole = wholePatch();
    const perl = () => run('perl', ['scripts/checkpatch.pl', '-q', '--terse', '--no-tree', whole.path], { cwd: AFTER });
    const [review, checkpatch] = await inTurn(5, () => ours(reviewOf(whole)), perl);
    const what = `${whole.files} files, ${whole.lines} lines of patch`;
    return [
      [`review of 7.2.13 to 7.3.4 (${what})`, spread(review, ' ms'), 'not slower than checkpatch', REVIEW],
      [
        'checkpatch.pl on the same',
        spread(checkpatch, ' ms'),
        '',
        '`scripts/checkpatch.pl -q --terse --no-tree PATCH`',
      ],
    ];
  },

  async memory() {
    const audits = [];
    for (let round = 0; round < 3; round += 1)
      audits.push(await ours(['audit', AFTER, '--quiet', '--format', 'terse'], { memory: true }));
    const steady = await bench('steady-memory.js');
    return [
      [
        'audit of 7.3.4',
        spread(
          audits.map(({ ms }) => ms),
          ' ms',
        ),
        '',
        AUDIT,
      ],
      [
        'its largest resident set',
        spread(
          audits.map(({ peakMb }) => peakMb),
          ' MB',
        ),
        'at most 400 MB',
        AUDIT,
      ],
      [
        'resident set after 500, 1,000, ... 5,000 reviews',
        `${steady.join(', ')} MB`,
        'flat',
        '`node bench/steady-memory.js`',
      ],
    ];
  },

  async 'hostile files'() {
    const command = '`npm run bench -- hostile`';
    const figure = ({ ms, peakMb, isStopped }) =>
      `${(ms / 1000).toFixed(1)} s and ${peakMb.toFixed(0)} MB${isStopped ? ' (stopped)' : ''}`;
    // what was stopped took what the limit allows, whatever its size
    const growth = ([, half, whole]) =>
      half.isStopped || whole.isStopped ? '' : `; from 0.5 MB to 1 MB ${(whole.ms / half.ms).toFixed(1)} times as long`;
    return (await hostileFiles()).map(({ kind, figures }) => [
      `audit of one hostile file, 0.25, 0.5 and 1 MB: ${kind}`,
      figures.map(figure).join('; ') + growth(figures),
      'stopped after 10 s, at most 500 MB; before that about twice as long',
      command,
    ]);
  },

  async clippy() {
    const agreement = await bench('clippy-agreement.js', '--import', typescript);
    const { files, hits, misses, extras, onPurpose, share } = agreement;
    const counts = `${hits} alike, ${misses} missed, ${extras} extra, ${onPurpose} other on purpose`;
    const figure = `${counts}: ${(100 * share).toFixed(1)}%`;
    const command = '`node --import ./bench/typescript.js bench/clippy-agreement.js`';
    return [[`agreement with Clippy on ${files} files`, figure, '', command]];
  },

  async 'own code'() {
    const without = new URL('without-expansion.js', import.meta.url).href;
    const plain = await bench('clippy-agreement.js', '--import', typescript, '--import', without);
    const { docs, own, library, different } = await run(NODE, [
      ...['--import', typescript, fileURLToPath(new URL('headings.ts', import.meta.url)), AFTER],
    ]).then(({ output }) => JSON.parse(output));
    return [
      [
        'agreement with Clippy without the expansion of macros',
        `${plain.hits} alike, ${plain.misses} missed, ${plain.extras} extra: ${(100 * plain.share).toFixed(1)}%`,
        '',
        '`node --import ./bench/typescript.js --import ./bench/without-expansion.js bench/clippy-agreement.js`',
      ],
      [
        `headings of ${docs} documentation comments of 7.3.4: our reader, mdast-util-from-markdown`,
        `${own} ms, ${library} ms; different in ${different}`,
        '',
        '`node --import ./bench/typescript.js bench/headings.ts kernel/v7.3.4`',
      ],
    ];
  },

  async attack() {
    return rowsOf(await bench('attack.ts', '--import', typescript), 'attack.ts');
  },

  async ack() {
    return rowsOf(await bench('ack.ts', '--import', typescript), 'ack.ts');
  },

  async conclusion() {
    return rowsOf(await bench('conclusion.ts', '--import', typescript), 'conclusion.ts');
  },

  async app() {
    const parts = await bench('app.ts', '--import', typescript);
    return parts.map(({ what, measured, target, part }) => [
      what,
      measured,
      target,
      `\`node --import ./bench/typescript.js bench/app.ts ${part}\``,
    ]);
  },
};

const rowsOf = (parts, file) =>
  parts.map(({ what, measured, target }) => [
    what,
    measured,
    target,
    `\`node --import ./bench/typescript.js bench/${file}\``,
  ]);

const REVIEW = '`node dist/main/cli.js review PATCH --tree kernel/v7.2.13 --format terse`';
const AUDIT = '`node dist/main/cli.js audit kernel/v7.3.4 --quiet --format terse`';

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
if (!existsSync(PROGRAM)) {
  process.stderr.write('bench: there is no build: run `npm run build`\n');
  process.exit(1);
}
const busyBefore = loadavg()[0].toFixed(1);
const rows = [];
for (const [name, measure] of Object.entries(FIGURES)) {
  if (positionals.length > 0 && !positionals.some((wanted) => name.startsWith(wanted))) continue;
  process.stderr.write(`bench: ${name}\n`);
  rows.push(...(await measure()));
}
const cores = `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'})`;
const machine = `Node ${process.versions.node} on ${process.platform} ${process.arch}, ${cores}, busy before: ${busyBefore} on average`;
const table = [['what', 'measured', 'target', 'command'], ['---', '---', '---', '---'], ...rows];
const text = `${machine}; median (least to most).\n\n${table.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}`;
process.stdout.write(text);
if (values.write) writeDocument(text);

function writeDocument(generated) {
  const file = new URL('../docs/measurements.md', import.meta.url);
  const [begin, end] = ['<!-- begin: npm run bench -- --write -->\n', '<!-- end -->'];
  const document = readFileSync(file, 'utf8');
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from) throw new Error('docs/measurements.md has lost its marks');
  writeFileSync(file, `${document.slice(0, from + begin.length)}\n${generated}\n${document.slice(to)}`);
}
