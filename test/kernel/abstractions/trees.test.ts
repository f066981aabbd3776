/** Small kernel crates: each says in `//~ symbol: answer` what the index made of it has to answer. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evidenceOf } from '../../../src/kernel/abstractions/evidence.ts';
import { type AbstractionIndex, answerTo, type Header, makeIndex } from '../../../src/kernel/abstractions/index.ts';
import { lex } from '../../../src/rust/lexer.ts';

const TREES = fileURLToPath(new URL('./trees', import.meta.url));

interface Tree {
  readonly files: readonly (readonly [string, string])[];
  readonly headers: readonly Header[];
}

function readTree(name: string): Tree {
  const folder = join(TREES, name);
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:rs|h)$/.test(path))
    .sort()
    .map((path) => [path, readFileSync(join(folder, path), 'utf8')] as const);
  return {
    files: texts.filter(([path]) => path.endsWith('.rs')),
    headers: texts
      .filter(([path]) => path.endsWith('.h'))
      .map(([path, text]) => ({ path: path.replace(/^include\//, ''), text })),
  };
}

function indexOf({ files, headers }: Tree): AbstractionIndex {
  return makeIndex(
    files.map(([path, text]) => evidenceOf(path, lex(text))),
    headers,
  );
}

function answerIn(index: AbstractionIndex, symbol: string): string {
  const answer = answerTo(index, symbol);
  if (answer.kind === 'bypasses') return `bypasses ${answer.abstraction.name}`;
  return answer.kind === 'touched' ? `touched ${answer.by.name}` : answer.kind;
}

/** The expectations of a tree: symbol and answer. */
function expectationsOf({ files }: Tree): [string, string][] {
  return files.flatMap(([, text]) =>
    [...text.matchAll(/\/\/~ (\w+): (.+)/g)].map(([, symbol = '', answer = '']): [string, string] => [symbol, answer]),
  );
}

describe.each(readdirSync(TREES))('the tree %s', (name) => {
  const tree = readTree(name);
  const expected = expectationsOf(tree);

  test('every symbol is answered as its comment says', () => {
    const index = indexOf(tree);
    expect(expected.length).toBeGreaterThan(3);
    expect(expected.map(([symbol]) => [symbol, answerIn(index, symbol)])).toEqual(expected);
  });

  test('the order of the files makes no difference', () => {
    const { files, headers } = tree;
    expect(indexOf({ files: files.toReversed(), headers: headers.toReversed() })).toEqual(indexOf(tree));
  });

  test('evidence and index survive a cache', () => {
    const evidence = tree.files.map(([path, text]) => evidenceOf(path, lex(text)));
    const stored = JSON.parse(JSON.stringify(evidence));
    expect(stored).toEqual(evidence);
    expect(JSON.parse(JSON.stringify(makeIndex(stored, tree.headers)))).toEqual(indexOf(tree));
  });
});
