/** A mail reads as `git am` reads it: the patch that `git mailinfo` takes out of it, to the byte, for any structure. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readLetters } from '../../src/patch/input.ts';
import { isFailure } from '../../src/text/failure.ts';

/** Takes each input apart like `git am`: the mail `m` of the input `i` ends up in `i/m.patch`, or not at all. */
const SCRIPT = `for input in *; do
  mkdir "$input.box" && git mailsplit -b "-o$input.box" "$input"
  for mail in "$input.box"/*; do git mailinfo --scissors message "$mail.taken" < "$mail" && mv "$mail.taken" "$mail.patch"; done
done`;

/** For each input the patches of its mails; null for a mail that git refuses. */
function patchesOfGit(inputs: readonly Buffer[]): readonly (readonly (string | null)[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'mails-'));
  for (const [index, input] of inputs.entries()) writeFileSync(join(folder, `${index}`), input);
  const env = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  execFileSync('sh', ['-c', SCRIPT], { cwd: folder, env, stdio: 'ignore' });
  const patches = inputs.map((_, index) => {
    const names = readdirSync(join(folder, `${index}.box`)).sort();
    const patchOf = (name: string) => join(folder, `${index}.box`, `${name}.patch`);
    const mails = names.filter((name) => /^\d+$/.test(name));
    return mails.map((name) => (existsSync(patchOf(name)) ? readFileSync(patchOf(name)).toString() : null));
  });
  rmSync(folder, { recursive: true });
  return patches;
}

/** The same as we read them. */
function patchesOfOurs(input: Buffer): readonly (string | null)[] {
  const letters = readLetters({ name: 'x', bytes: input });
  if (isFailure(letters)) throw new Error(letters.what);
  return letters.map(({ body, start }) => body.lines.slice(start).join('\n'));
}

const DIFF = [
  ...['diff --git a/ring.rs b/ring.rs', '--- a/ring.rs', '+++ b/ring.rs', '@@ -1,2 +1,3 @@', ' fn head() {'],
  ...['+    // SAFETY: x', ' }', '', '+    a == b; ', '  stuffed', '-- ', '2.39.5'],
];
const line = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...DIFF) },
  fc.constantFrom(
    '---',
    '--- ',
    '---\t',
    '--- x',
    '---x',
    'Index: ring.rs',
    'diff -u',
    ' diff --git a/x b/x',
    '> diff --git a/x b/x',
  ),
  fc.constantFrom(
    'From: Ada <ada@example.org>',
    'Subject: a',
    ' folded',
    '[PATCH] b',
    '>From x',
    '-- >8 --',
    '--- 8< ---',
    '- ---',
  ),
  fc.constantFrom(
    '--b1',
    '--b1--',
    '--b2',
    '--b2--',
    '--b12',
    '--b3',
    '--b3--',
    '',
    ' ',
    '=',
    '=3D',
    '= ',
    'a=',
    'naïve €',
  ),
  fc.constantFrom(
    'Content-Type: text/plain',
    'Content-Transfer-Encoding: base64',
    'Content-Transfer-Encoding: quoted-printable',
  ),
  fc.constantFrom(
    'ZGlmZiAtLWdpdCBhL3ggYi94Cg==',
    'LS0tIGEveAo=',
    'KysrIGIveAo',
    'ZGlm!Zg',
    'From a Thu Jan  1 00:00:00 1970',
    'From a',
  ),
  fc.string({ maxLength: 8 }),
);
const text = fc.array(line, { maxLength: 14 }).map((lines) => lines.join('\n'));

const contentType = fc.oneof(
  fc.constantFrom(
    'text/plain',
    'text/plain; charset=utf-8',
    'text/plain; format=flowed',
    'TEXT/PLAIN; Format="Flowed"; DelSp=Yes',
    'application/octet-stream; name=x.patch',
  ),
  fc.constantFrom(
    'multipart/mixed; boundary=b1',
    'multipart/alternative; boundary="b2"',
    'multipart/mixed;\n boundary=b3; x=y',
    'message/rfc822',
    'x (boundary=b1)',
  ),
);
const encoding = fc.constantFrom(
  'base64',
  'BASE64',
  'quoted-printable',
  ' Quoted-Printable (x)',
  '7bit',
  '8bit',
  'x-base64',
  '=?utf-8?q?base64?=',
  'b\0base64',
);
const header = fc.oneof(
  contentType.map((value) => `Content-Type: ${value}`),
  contentType.map((value) => `content-type:${value}`),
  encoding.map((value) => `Content-Transfer-Encoding: ${value}`),
  fc.constantFrom('Subject: [PATCH] x', 'X-Folded: a\n\tb', 'Subject : x', 'no header', '>From x', ' folded', 'From a'),
);
const headers = fc.array(header, { maxLength: 3 }).map((all) => all.map((each) => `${each}\n`).join(''));

/** Encodes as the header says, or not. */
const body = fc.tuple(text, fc.constantFrom('plain', 'base64', 'quoted', 'base64 with CRLF')).map(([plain, how]) => {
  if (how === 'quoted') return quoted(plain);
  if (how === 'plain') return plain;
  const bytes = Buffer.from(how === 'base64' ? plain : plain.replaceAll('\n', '\r\n'));
  return bytes.toString('base64').replaceAll(/.{60}/g, '$&\n');
});

function quoted(plain: string): string {
  const bytes = Buffer.from(plain).toString('latin1');
  return bytes
    .replaceAll(/[=\x80-\xff]/g, (sign) => `=${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
    .replaceAll(/[^\n]{20}/g, '$&=\n');
}

const part = fc
  .tuple(fc.constantFrom('b1', 'b2', 'b3'), headers, fc.constantFrom('\n', '\n\n', ''), body, fc.constantFrom('\n', ''))
  .map(([boundary, head, gap, content, end]) => `--${boundary}\n${head}${gap}${content}${end}`);
const wholeBody = fc.oneof(
  body,
  fc.array(fc.oneof(part, part, fc.constantFrom('--b1--\n', '--b2--\n')), { maxLength: 5 }).map((all) => all.join('')),
);
const mail = fc
  .tuple(headers, fc.constantFrom('\n', '\n\n', ''), wholeBody, fc.boolean())
  .map(([head, gap, content, hasCarriageReturns]) => {
    const whole = `From: Ada <ada@example.org>\n${head}${gap}${content}`;
    return Buffer.from(hasCarriageReturns ? whole.replaceAll('\n', '\r\n') : whole);
  });

/** Carriage returns of the transport, and whether a last line has its newline, are held elsewhere. */
function comparable(patch: string | null): string | null {
  return patch === null
    ? null
    : patch
        .replaceAll('\r\n', '\n')
        .replace(/[\r\n]*$/, '')
        .replace(/^---\s*$/, '');
}

test('a mail of any structure', () => {
  fc.assert(
    fc.property(fc.array(mail, { minLength: 30, maxLength: 30 }), (inputs) => {
      for (const [index, theirs] of patchesOfGit(inputs).entries()) {
        const input = inputs[index] as Buffer;
        const read = patchesOfOurs(input);
        // what git refuses may be read
        const ours = read.map((patch, at) => (theirs[at] === null ? null : comparable(patch)));
        expect({ input: input.toString(), patches: ours }).toEqual({
          input: input.toString(),
          patches: theirs.map(comparable),
        });
      }
    }),
    { numRuns: 3, endOnFailure: true },
  );
});

/** Mails made so that two readers see different diffs in them. */
const hostile: Readonly<Record<string, string>> = {
  'two Content-Type headers':
    'Content-Type: text/html\nContent-Type: multipart/mixed; boundary=b1\n\n--b1\n\nDIFF--b1--\nDECOY',
  'two boundaries':
    'Content-Type: multipart/mixed; boundary=b1\nContent-Type: multipart/mixed; boundary=b2\n\n--b1\n\nDECOY--b2\n\nDIFF',
  'two boundaries in one header':
    'Content-Type: multipart/mixed; boundary=b1; boundary=b2\n\n--b2\n\nDECOY--b1\n\nDIFF',
  'a boundary that begins like another':
    'Content-Type: multipart/mixed; boundary=b\n\n--bogus\nContent-Transfer-Encoding: base64\n\nBASE64',
  'a boundary in a comment': 'Content-Type: text/plain (boundary=b1\n\nDECOY--b1\n\nDIFF',
  'an encoded boundary': 'Content-Type: multipart/mixed; =?utf-8?q?boundary=3Db1?=\n\nDECOY--b1\n\nDIFF',
  'a part behind the end': 'Content-Type: multipart/mixed; boundary=b1\n\n--b1\n\nDIFF--b1--\n--b1\n\nDECOY',
  'a part as a forwarded mail':
    'Content-Type: multipart/mixed; boundary=b1\n\n--b1\nContent-Type: message/rfc822\n\nSubject: x\nContent-Transfer-Encoding: base64\n\nDIFF',
  'a part of an unknown type':
    'Content-Type: multipart/mixed; boundary=b1\n\n--b1\nContent-Type: image/png; name=x.png\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nBASE64',
  'a part behind one in base64':
    'Content-Type: multipart/mixed; boundary=b1\n\n--b1\nContent-Transfer-Encoding: base64\n\nYQo=\n--b1\n\nDIFF',
  'two transfer encodings': 'Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\nBASE64',
  'the last of them none': 'Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: 7bit\n\nDIFF',
  'a transfer encoding of odd case with a comment': 'content-transfer-encoding:  (not BASE63) BaSe64 (x)\n\nBASE64',
  'an encoded transfer encoding': 'Content-Transfer-Encoding: =?utf-8?b?YmFzZTY0?=\n\nBASE64',
  'a transfer encoding behind a NUL': 'Content-Transfer-Encoding: 7bit\0base64\n\nDIFF',
  'base64 with garbage': 'Content-Transfer-Encoding: base64\n\nDECOY!\n\n*** \u00e9\nBASE64',
  'soft line breaks in the head of a diff':
    'Content-Transfer-Encoding: quoted-printable\n\nd=\nif=66 --=\ngit a/ring.rs b/ring.rs\nDIFF',
  'stuffed lines in quoted-printable':
    'Content-Type: text/plain; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\nWords.\n --- a/ring.rs\n +++ b/ring.rs\n @@ -1 +1 @@\n -fn a() {}\n +fn a() { unsafe { b() } }\n',
  'headers that end without an empty line': 'Content-Transfer-Encoding: base64\nno header\nBASE64\nDECOY',
  'a diff in the message and one behind a signature': '\nDIFF---\n\nDECOY-- \n2.39.5\n\nDIFF',
  'a `From ` line in the body': '\nFrom a Thu Jan  1 00:00:00 1970\nSubject: Re: x\n\nDIFF',
};
const DECOY_DIFF = '--- a/decoy.rs\n+++ b/decoy.rs\n@@ -1 +1 @@\n-a\n+b\n';
const RING = '--- a/ring.rs\n+++ b/ring.rs\n@@ -1 +1 @@\n-fn a() {}\n+fn a() { unsafe { b() } }\n';

test.each(Object.keys(hostile))('a mail that hides its diff from one of two readers: %s', (name) => {
  const body = (hostile[name] ?? '')
    .replaceAll('DIFF', RING)
    .replaceAll('DECOY', DECOY_DIFF)
    .replaceAll('BASE64', Buffer.from(`\n${RING}`).toString('base64').replaceAll(/.{60}/g, '$&\n'));
  const input = Buffer.from(`From: Ada <ada@example.org>\nSubject: [PATCH] x\n${body}`);
  const [theirs] = patchesOfGit([input]);
  expect(theirs?.join('')).toContain('unsafe');
  expect(patchesOfOurs(input).map(comparable)).toEqual(theirs?.map(comparable));
});
