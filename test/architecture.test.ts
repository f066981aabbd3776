/** The house: which room may import which, and who may touch what of the world outside (docs/architecture.md). */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Room {
  /** Rooms that its files may import from, besides its own. */
  readonly rooms: readonly string[];
  /** Packages and Node modules. */
  readonly packages: readonly string[];
}

/** In reading order: a room stands below all that it may import. */
const ROOMS: Readonly<Record<string, Room>> = {
  text: { rooms: [], packages: [] },
  finding: { rooms: [], packages: [] },
  rust: { rooms: ['text'], packages: ['tree-sitter', 'tree-sitter-rust', 'node:v8', 'node:vm'] },
  kernel: { rooms: ['text', 'finding', 'rust'], packages: [] },
  patch: { rooms: ['text'], packages: ['parse-diff', 'node:crypto'] },
  rules: { rooms: ['text', 'finding', 'rust', 'kernel'], packages: [] },
  review: { rooms: ['text', 'finding', 'rust', 'kernel', 'rules', 'patch'], packages: ['node:crypto'] },
  report: { rooms: ['text', 'finding', 'rust', 'kernel', 'patch', 'rules', 'review'], packages: [] },
  publish: {
    rooms: ['text', 'finding', 'kernel', 'patch', 'rules', 'review', 'report'],
    packages: ['mdast-util-from-markdown', 'node:crypto'],
  },
  config: { rooms: ['text', 'finding'], packages: ['yaml'] },
  app: {
    rooms: ['text', 'finding', 'rust', 'kernel', 'patch', 'rules', 'review', 'report', 'publish', 'config'],
    packages: ['node:crypto'],
  },
  pool: {
    rooms: ['text', 'finding', 'rust', 'review', 'rules', 'config', 'app'],
    packages: ['node:worker_threads', 'node:os', 'node:child_process', 'node:crypto', 'node:fs/promises', 'node:vm'],
  },
  github: {
    rooms: ['text', 'finding', 'patch', 'publish', 'config', 'app'],
    packages: ['probot', '@octokit/rest', 'node:http', 'node:crypto', 'node:buffer', 'pino', 'prom-client'],
  },
  disk: { rooms: [], packages: ['node:fs', 'node:path'] },
  queue: {
    rooms: ['text', 'app', 'disk'],
    packages: ['kysely', 'libsql', 'pg', 'node:crypto', 'node:fs', 'node:path', 'node:timers/promises'],
  },
  cache: { rooms: ['app', 'disk'], packages: ['node:crypto', 'node:fs', 'node:path'] },
  git: { rooms: ['text', 'app'], packages: ['node:child_process', 'node:fs', 'node:path'] },
  cli: {
    rooms: ['text', 'finding', 'patch', 'rules', 'review', 'report', 'config', 'app', 'disk'],
    packages: ['node:fs', 'node:path', 'node:util'],
  },
  main: {
    rooms: [
      'text',
      'finding',
      'rules',
      'config',
      'report',
      'publish',
      'app',
      'pool',
      'github',
      'disk',
      'queue',
      'cache',
      'git',
      'cli',
    ],
    packages: [
      'node:crypto',
      'node:fs',
      'node:module',
      'node:os',
      'node:path',
      'node:sea',
      'node:timers/promises',
      'node:url',
      'node:v8',
      'node:vm',
      'node:worker_threads',
    ],
  },
};

/** The wings of a room, in reading order, and the wings that each may import from. `.` holds the files of the room itself. */
const WINGS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  app: {
    ports: [],
    records: ['ports'],
    review: ['ports'],
    audit: ['ports', 'review'],
    '.': ['ports', 'records', 'review'],
    settings: ['ports', 'records', '.'],
    check: ['ports', 'records', 'review', '.', 'settings'],
    limits: ['ports', 'records', '.', 'settings', 'check'],
    handlers: ['ports', 'records', 'review', '.', 'settings', 'check', 'limits'],
    jobs: ['ports', 'records', '.', 'check', 'limits', 'handlers'],
    doctor: ['ports'],
  },
  github: {
    client: [],
    forge: ['client'],
    setup: ['client'],
    operate: ['client'],
    webhook: ['client', 'setup', 'operate'],
  },
  report: {
    select: [],
    terminal: ['select'],
    markdown: ['select'],
    machine: ['select', 'markdown'],
    mail: ['select', 'markdown'],
    '.': ['select', 'terminal', 'markdown', 'machine', 'mail'],
  },
};

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
}

const FILES = filesBelow(SOURCES).map((path) => relative(SOURCES, path));
const IMPORTS: readonly Import[] = FILES.flatMap((file) => {
  const text = read(file);
  const found = text.matchAll(
    /^(?:import|export) (?:type )?(?:\{[^}]*\}|\* as \w+|\w+)(?:, \{[^}]*\})? from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map(([, fixed, bare, lazy]) => ({ file, room: roomOf(file), target: fixed ?? bare ?? lazy ?? '' }));
});

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

function read(file: string): string {
  return readFileSync(join(SOURCES, file), 'utf8');
}

/** The room that a relative import leads to. */
function targetRoom({ file, target }: Import): string {
  return roomOf(relative(SOURCES, resolve(SOURCES, dirname(file), target)));
}

test('every file is in a room that the table knows', () => {
  expect(FILES.filter((file) => ROOMS[roomOf(file)] === undefined)).toEqual([]);
  expect(IMPORTS.length).toBeGreaterThan(FILES.length);
});

test('arrows go one way: each room imports only the rooms that the table gives it', () => {
  const wrong = IMPORTS.filter(({ target }) => target.startsWith('.')).filter((each) => {
    const room = targetRoom(each);
    return room !== each.room && ROOMS[each.room]?.rooms.includes(room) !== true;
  });
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test('the table itself lists rooms in reading order', () => {
  const order = Object.keys(ROOMS);
  const upwards = order.flatMap((room, index) =>
    (ROOMS[room]?.rooms ?? []).filter((other) => order.indexOf(other) >= index).map((other) => `${room} -> ${other}`),
  );
  expect(upwards).toEqual([]);
});

/** The wing of a file within its room. */
function wingOf(file: string): string {
  const parts = file.split('/');
  return parts.length > 2 ? (parts[1] as string) : '.';
}

describe.each(Object.entries(WINGS))('the wings of %s', (room, wings) => {
  const own = IMPORTS.filter((each) => each.room === room && each.target.startsWith('.'))
    .filter((each) => targetRoom(each) === room)
    .map((each) => ({ ...each, to: wingOf(relative(SOURCES, resolve(SOURCES, dirname(each.file), each.target))) }));

  test('every file is in one that the table knows', () => {
    expect(FILES.filter((file) => roomOf(file) === room && !(wingOf(file) in wings))).toEqual([]);
  });

  test('arrows go only where the table has them, and the table has no arrow that no file needs', () => {
    const drawn = new Set(
      own.filter(({ file, to }) => wingOf(file) !== to).map(({ file, to }) => `${wingOf(file)} -> ${to}`),
    );
    const allowed = Object.entries(wings).flatMap(([from, targets]) => targets.map((to) => `${from} -> ${to}`));
    expect([...drawn].sort()).toEqual(allowed.sort());
  });

  test('none goes back up', () => {
    const order = Object.keys(wings);
    const upwards = Object.entries(wings).flatMap(([from, targets]) =>
      targets.filter((to) => order.indexOf(to) >= order.indexOf(from)).map((to) => `${from} -> ${to}`),
    );
    expect(upwards).toEqual([]);
  });
});

test('only records/ makes keys of what is remembered', () => {
  const outside = FILES.filter((file) => file.startsWith('app/') && wingOf(file) !== 'records');
  expect(outside.filter((file) => /\bstore\s*\.(?:recallAll|recall|remember|change)\(/.test(read(file)))).toEqual([]);
  expect(FILES.filter((file) => /\bkeyOf\(['`]/.test(read(file)) && roomOf(file) === 'app').map(wingOf)).toContain(
    'records',
  );
});

test('no file imports one that imports it, in however many steps', () => {
  const targets = new Map(FILES.map((file) => [file, [] as string[]]));
  for (const { file, target } of IMPORTS)
    if (target.startsWith('.')) targets.get(file)?.push(relative(SOURCES, resolve(SOURCES, dirname(file), target)));
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (path.includes(file) || done.has(file)) return;
    for (const next of targets.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of FILES) walk(file, []);
  expect(circles).toEqual([]);
});

test('no file name occurs twice', () => {
  const names = FILES.map((file) => basename(file));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('packages and Node modules stay in their rooms: no file system, network or clock above the adapters', () => {
  const wrong = IMPORTS.filter(({ target }) => !target.startsWith('.')).filter(
    ({ room, target }) => ROOMS[room]?.packages.includes(target) !== true,
  );
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test('what the program imports is installed with it', () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  const packages = new Set(IMPORTS.map(({ target }) => target).filter((target) => !/^(?:\.|node:)/.test(target)));
  // all others are in the bundles
  expect([...packages].filter((name) => !(name in dependencies || name in devDependencies))).toEqual([]);
  expect(Object.keys(dependencies).filter((name) => !packages.has(name))).toEqual([]);
});

test('the pure rooms read no clock and no environment', () => {
  const pure = Object.keys(ROOMS).slice(0, Object.keys(ROOMS).indexOf('app'));
  const wrong = FILES.filter((file) => pure.includes(roomOf(file))).filter((file) =>
    /\bprocess\.|\bDate\.now\(|new Date\(\)|Math\.random\(|\bconsole\./.test(read(file)),
  );
  expect(wrong).toEqual([]);
});

test('which failure it is, the program knows by its code and never by its words', () => {
  const LOOKS =
    /\.(?:what|remedy)\)?(?:\?\.|\.)(?:startsWith|endsWith|includes|match|search|indexOf)\(|\.(?:what|remedy) [!=]==/;
  expect(FILES.filter((file) => LOOKS.test(readFileSync(join(SOURCES, file), 'utf8')))).toEqual([]);
});

test('a file opens with a line that says what it is for', () => {
  const wrong = FILES.filter((file) => !/^(?:#!.*\n)?\/\*\*/.test(read(file)));
  expect(wrong).toEqual([]);
});

test('every exported function says above itself what it gives', () => {
  const missing = FILES.flatMap((file) => {
    const lines = read(file).split('\n');
    return lines.flatMap((line, index) => {
      const name = /^export (?:async )?function\*? ?(\w+)/.exec(line)?.[1];
      const isSaid = (lines[index - 1] ?? '').trimEnd().endsWith('*/');
      return name === undefined || isSaid ? [] : [`${file}: ${name}`];
    });
  });
  expect(missing).toEqual([]);
});

test('the documentation lists every room and every dependency', () => {
  const text = readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8');
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  const packages = [...Object.keys(dependencies), ...Object.keys(devDependencies)];
  expect(Object.keys(ROOMS).filter((room) => !text.includes(`\n${room}/`) && !text.includes(`  ${room}/`))).toEqual([]);
  expect(packages.filter((name) => !text.includes(`| ${name} |`))).toEqual([]);
});
