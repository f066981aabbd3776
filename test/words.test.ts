/** Plain English: what users read has none of the dialect that this project once had. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Forbidden in every text that a user reads, and what to write instead. */
const DIALECT: readonly (readonly [RegExp, string])[] = [
  [/\b(?:is|are|was|were) told of\b|\btold apart\b/i, 'reported; distinguished'],
  [/\b(?:no|any)body\b|\bsomebody\b/i, 'no one, anyone, a person; best: name who'],
  [/\bby (?:it|them)sel(?:f|ves)\b/i, 'automatically, alone, already'],
  [/\bin place of\b/i, 'instead of'],
  [/\b(?:is|are|does|do|need(?:s|ed)?|count(?:s|ed)?|takes) no more\b|\bnot \w+ any more\b/i, 'no longer'],
  [/\bat hand\b/i, 'available'],
  [/\bwhoever\b/i, 'anyone who'],
  [/\bwhat (?:it|this|that) comes to\b/i, 'the sum, the result'],
  [/\bfor information\b|\binformational\b/i, 'note'],
  [/\bpassed over\b/i, 'skipped'],
  [/\bmend(?:s|ed)?\b/i, 'fix, correct'],
  [/\b(?:not|was|were) looked (?:at|for)\b/i, 'checked, reviewed, run'],
];

/** The words of a text that are dialect. */
function dialectIn(text: string): readonly string[] {
  return DIALECT.flatMap(([form, better]) => {
    const found = form.exec(text);
    return found === null ? [] : [`${found[0]} (write: ${better})`];
  });
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(`${ROOT}/${folder}`, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}

/** Strings and parts of templates that have two words at least: the rest is keys and code. Comments are none of them. */
function textsOf(source: string): readonly string[] {
  const texts: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, value, raw } = node as { type?: unknown; value?: unknown; raw?: unknown };
    if (type === 'StringLiteral' && typeof value === 'string') texts.push(value);
    if (type === 'TemplateElement' && typeof raw === 'string') texts.push(raw);
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(source, { syntax: 'typescript', target: 'es2022' }));
  return texts.filter((text) => /\w \w/.test(text));
}

test('the scanner sees strings and templates, and no comments', () => {
  const source = "// nobody\nconst a = 'nobody here';\nconst b = `by itself, at hand too`;\n";
  expect(textsOf(source).flatMap(dialectIn)).toHaveLength(3);
});

test('no message has dialect', () => {
  const found = filesBelow('src').flatMap((file) =>
    textsOf(readFileSync(`${ROOT}/${file}`, 'utf8')).flatMap((text) =>
      dialectIn(text).map((words) => `${file}: ${words}: ${text.slice(0, 120)}`),
    ),
  );
  expect(found).toEqual([]);
});

test.each(['README.md', 'docs/operating.md', 'docs/census.md', 'docs/accuracy.md', ...filesBelow('docs/rules')])(
  '%s has no dialect',
  (file) => {
    const lines = readFileSync(`${ROOT}/${file}`, 'utf8').split('\n');
    expect(lines.flatMap((line, at) => dialectIn(line).map((words) => `${at + 1}: ${words}`))).toEqual([]);
  },
);
