/** Hostile inputs end in a value: what grows faster than the input would run into the time that jest gives a test. */
import { applyFilePatch } from '../../src/patch/apply.ts';
import { COMMIT_LINE, fileOf, MBOX_LINE, mail, RING_DIFF, read } from './support.ts';

const LONG = 2_000_000;
const MANY = 30_000;

const hunk = (line: string) => `--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+${line}\n`;

const encoded = (encoding: string, type: string, body: string) =>
  `Subject: [PATCH] x\nContent-Type: ${type}\nContent-Transfer-Encoding: ${encoding}\n\n${body}`;

const hostile: Readonly<Record<string, () => string>> = {
  'one long line in a hunk': () => hunk('x'.repeat(LONG)),
  'one long line of spaces in a hunk': () => hunk(' '.repeat(LONG)),
  'a hunk with a long text behind it': () => hunk('x').replace('1 @@', `1 @@ ${'a/b '.repeat(LONG / 4)}`),
  'a hunk with a long number': () => `--- a/x\n+++ b/x\n@@ -${'1'.repeat(LONG)}\n`,
  'a long line outside': () => `${'@@ -1 +'.repeat(LONG / 8)}\n${RING_DIFF}`,
  'a `diff --git` line of spaces': () => `diff --git ${' '.repeat(LONG)}\nold mode 100644\nnew mode 100755\n`,
  'a `diff --git` line of names': () => `diff --git ${'a/x b/x '.repeat(LONG / 8)}\nold mode 100644\nnew mode 100755\n`,
  'many `diff --git` lines of names': () =>
    `diff --git ${'a/x b/x '.repeat(900)}\nold mode 1\nnew mode 2\n`.repeat(100),
  'a long name': () => `--- a/${'x/'.repeat(LONG / 2)}\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n`,
  'a long quoted name': () => `--- "a/${'\\303\\251'.repeat(LONG / 8)}"\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n`,
  'a quote that never ends': () => `--- "${'\\\\'.repeat(LONG / 2)}\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n`,
  'many files of nothing': () => 'diff --git a/x b/x\nold mode 100644\nnew mode 100755\n'.repeat(MANY),
  'many small files': () => RING_DIFF.repeat(MANY / 3),
  'many hunks': () => `--- a/x\n+++ b/x\n${'@@ -1 +1 @@\n-a\n+b\n'.repeat(MANY)}`,
  'many rows without a newline': () => `${hunk('b')}${'\\ No newline at end of file\n'.repeat(MANY)}`,
  'many empty lines': () => `${'\n'.repeat(LONG)}${RING_DIFF}`,
  'many `From ` lines': () => `${MBOX_LINE}Subject: x\n\n${'From here 10:00 2026\n'.repeat(MANY)}${RING_DIFF}`,
  'a long `From ` line': () => `From ${' 10:00'.repeat(LONG / 6)}\nSubject: x\n\n${RING_DIFF}`,
  'many quoted `From ` lines': () =>
    `${COMMIT_LINE}Subject: x\n\n${'>'.repeat(LONG)}\n${'>>>From \n'.repeat(MANY)}${RING_DIFF}`,
  'many mails': () => (MBOX_LINE + mail()).repeat(MANY / 3),
  'a long subject': () => mail({ subject: '[v1 1/1]'.repeat(LONG / 8) }),
  'a subject that opens brackets': () => mail({ subject: `[PATCH ${'v1 1/'.repeat(LONG / 5)}` }),
  'a subject of replies': () => mail({ subject: 'Re: '.repeat(LONG / 4) }),
  'a subject of encoded words': () => mail({ subject: '=?utf-8?q?x?= '.repeat(LONG / 40) }),
  'a header of many lines': () => mail({ headers: `X-Long: x\n${'\tx\n'.repeat(MANY * 10)}` }),
  'a long content type': () => mail({ headers: `Content-Type: text/plain; ${'charset '.repeat(LONG / 8)}\n` }),
  'a long quoted-printable body': () =>
    mail({ headers: 'Content-Transfer-Encoding: quoted-printable\n', message: '='.repeat(LONG) }),
  'many soft line breaks': () => encoded('quoted-printable', 'text/plain', 'x=\n'.repeat(LONG / 3)),
  'many flowed lines': () => encoded('8bit', 'text/plain; format=flowed', 'x \n'.repeat(LONG / 3)),
  'many encoded flowed lines': () => encoded('quoted-printable', 'text/plain; format=flowed', ' x \n'.repeat(LONG / 4)),
  'many base64 lines': () => encoded('base64', 'text/plain', 'eHh4\n'.repeat(LONG / 5)),
  'many parts': () => encoded('7bit', 'multipart/mixed; boundary=b', '--b\n\nx\n'.repeat(MANY * 5)),
  'many parts of HTML': () =>
    encoded('7bit', 'multipart/mixed; boundary=b', '--b\nContent-Type: text/html\n\n+++ x\n'.repeat(MANY)),
  'many ends of parts': () => encoded('7bit', 'multipart/mixed; boundary=b', '--b--\n'.repeat(MANY * 5)),
  'a message of scissors': () => mail({ message: `${'>8'.repeat(LONG / 2)}\n${'-- >8 --\n'.repeat(MANY)}` }),
  'a message of headers': () => mail({ message: `Subject: x\n${' x\n'.repeat(MANY * 10)}` }),
  'a subject of damaged words': () => mail({ subject: '=?a?b? '.repeat(LONG / 7) }),
  'a subject of spaces': () => mail({ subject: `x${' '.repeat(LONG)}x` }),
  'a subject of brackets': () => mail({ subject: '['.repeat(LONG) }),
  'a long list of ancestors': () => mail({ headers: `Message-ID: <x>\nReferences: ${'<x> ('.repeat(LONG / 6)}\n` }),
  'many versions of one title': () =>
    Array.from({ length: MANY / 10 }, (_, index) => MBOX_LINE + mail({ subject: `[PATCH v${index} 1/2] x` })).join(''),
  'many titles of one series': () =>
    Array.from(
      { length: MANY / 10 },
      (_, index) => MBOX_LINE + mail({ subject: `[PATCH ${index}/9999] x${index}` }),
    ).join(''),
  'many mails with one id': () => (MBOX_LINE + mail({ headers: 'Message-ID: <x@y>\n' })).repeat(MANY / 10),
  'many lines that end in CR': () => `${'@@ -1\r\n'.repeat(MANY * 5)}${RING_DIFF}`,
  'many separators': () => mail({ message: '---\n'.repeat(MANY * 10) }),
  'carriage returns': () => `${'\r'.repeat(LONG)}\n${RING_DIFF}`,
  commits: () => `${'commit '.repeat(LONG / 8)}\n${RING_DIFF}`,
};

describe('hostile inputs are read in time', () => {
  test.each(Object.keys(hostile))('%s', async (name) => {
    const text = hostile[name]?.() ?? '';
    expect(await read(text)).toBeDefined();
  });
});

describe('hunks are applied in time', () => {
  test('many of them', async () => {
    const hunks = Array.from(
      { length: MANY },
      (_, index) => `@@ -${4 * index + 1},3 +${4 * index + 1},3 @@\n a\n-b\n+c\n d\n`,
    );
    const file = await fileOf(`--- a/x\n+++ b/x\n${hunks.join('')}`);
    expect(applyFilePatch(file, 'a\nb\nd\n\n'.repeat(MANY))).toMatchObject({ after: 'a\nc\nd\n\n'.repeat(MANY) });
  });

  test('against a text that nearly matches everywhere', async () => {
    const context = ' x\n'.repeat(5000);
    const file = await fileOf(`--- a/x\n+++ b/x\n@@ -9,5002 +9,5002 @@\n${context}-y\n+z\n x\n`);
    expect(applyFilePatch(file, 'x\n'.repeat(200_000))).toMatchObject({ kind: 'failure' });
  });
});
