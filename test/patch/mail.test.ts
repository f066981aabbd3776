/** Mails: bodies, encodings, subjects, and where the diff in them begins. */
import { COMMIT_LINE, failureOf, fileOf, mail, RING_DIFF, read, seriesOf, signed } from './support.ts';

/** A diff whose lines hold all that transports damage. */
const DELICATE_DIFF = `diff --git a/ring.rs b/ring.rs
--- a/ring.rs
+++ b/ring.rs
@@ -1,4 +1,4 @@
 // a = 20; "=3D"
-let tab\t = 1; \t
+let naïve = "€"; \t
 let cr = 1;\r
 
`;
const DELICATE_LINES = [' // a = 20; "=3D"', '-let tab\t = 1; \t', '+let naïve = "€"; \t', ' let cr = 1;\r', ' '];

/** Encodes every byte that is no letter, so that nothing is left to chance; soft line breaks within lines. */
function quotedPrintable(text: string): string {
  const encodeByte = (byte: number) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const encodeLine = (line: string) =>
    [...Buffer.from(line)]
      .map((byte, index) => {
        const plain = /[A-Za-z/+@,.-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : encodeByte(byte);
        return index > 0 && index % 20 === 0 ? `=\n${plain}` : plain;
      })
      .join('');
  return text.split('\n').map(encodeLine).join('\n');
}

function encodedMail(headers: string, body: string): string {
  return `From: Ada Kernel <ada@example.org>\nSubject: [PATCH] ring: x\nMIME-Version: 1.0\n${headers}\n\n${body}`;
}

describe('a mail', () => {
  test('gives subject, id and diff; its signature is none of it', async () => {
    const { patches, notes } = await seriesOf(mail({ headers: 'Message-Id: <20261102.1@example.org>\n' }));
    expect(notes).toEqual([]);
    expect(patches).toMatchObject([{ id: '20261102.1@example.org', subject: 'gpu: ring: say why' }]);
    expect(patches[0]?.files[0]?.hunks[0]?.lines).toHaveLength(4);
  });

  test('names places by the lines of its input', async () => {
    const text = COMMIT_LINE + mail();
    const line = text.split('\n').findIndex((each) => each.startsWith('@@')) + 1;
    expect((await fileOf(text)).hunks[0]?.place).toBe(`x.patch:${line}`);
  });

  test('may begin with the mark of UTF-8', async () => {
    expect((await seriesOf(`\ufeff${mail()}`)).patches[0]?.subject).toBe('gpu: ring: say why');
  });

  test('has the name of its input where it has no id', async () => {
    expect((await seriesOf(mail())).patches[0]?.id).toBe('x.patch');
  });

  test('is known by its commit before its Message-Id', async () => {
    const text = COMMIT_LINE + mail({ headers: 'Message-Id: <1@example.org>\n' });
    expect((await seriesOf(text)).patches[0]?.id).toBe('0123456789abcdef0123456789abcdef01234567');
    const zero = text.replace(/[0-9a-f]{40}/, '0'.repeat(40));
    expect((await seriesOf(zero)).patches[0]?.id).toBe('1@example.org');
  });

  test.each([
    ['[PATCH v2 3/5] gpu: ring: x', 'gpu: ring: x'],
    ['[RFC PATCH] [media] x [y]', 'x [y]'],
    ['[PATCHv3]x', 'x'],
    ['x', 'x'],
    ['[PATCH] a folded\n subject', 'a folded subject'],
    ['=?UTF-8?q?=5BPATCH=5D_na=C3=AFve?=\n =?UTF-8?q?_ring?=', 'naïve ring'],
    ['[PATCH] =?iso-8859-1?Q?caf=E9?=', 'café'],
    ['[PATCH] =?utf-8?b?4oKs?= raw é', '€ raw é'],
  ])('with the subject %j', async (subject, title) => {
    expect((await seriesOf(mail({ subject }))).patches[0]?.subject).toBe(title);
  });

  test('that a mail program exported without a blank end or with folded headers', async () => {
    const text = `Received: by x\n\tfor y; Mon, 2 Nov 2026\nSubject: [PATCH] x\nSubject: [PATCH] second\n\n${RING_DIFF.trimEnd()}`;
    expect((await seriesOf(text)).patches[0]?.subject).toBe('x');
  });
});

describe('the body of a mail', () => {
  test('stays byte for byte without a transfer encoding', async () => {
    for (const encoding of ['', 'Content-Transfer-Encoding: 8bit\n', 'Content-Transfer-Encoding: 7bit\n']) {
      const headers = `Content-Type: text/plain; charset=UTF-8\n${encoding}`;
      expect(signed(await fileOf(mail({ headers, diff: DELICATE_DIFF })))).toEqual(DELICATE_LINES);
    }
  });

  test('may hold bytes that are no UTF-8', async () => {
    const text = Buffer.from(mail({ diff: DELICATE_DIFF }).replace('naïve', 'na\xefve'), 'latin1');
    expect(signed(await fileOf(text))[2]).toContain('na\ufffdve');
  });

  test('may have another charset', async () => {
    const diff = DELICATE_DIFF.replace('€', 'é');
    const text = Buffer.from(mail({ headers: 'Content-Type: text/plain; charset="iso-8859-1"\n', diff }), 'latin1');
    expect(signed(await fileOf(text))[2]).toContain('naïve = "é"');
    const unknown = mail({ headers: 'Content-Type: text/plain; charset=x-unknown\n', diff });
    expect(signed(await fileOf(unknown))[2]).toContain('naïve = "é"');
    const mislabelled = mail({ headers: 'Content-Type: text/plain; charset=us-ascii\n', diff });
    expect(signed(await fileOf(mislabelled))[2]).toContain('naïve = "é"');
  });

  test('is decoded from quoted-printable', async () => {
    const headers = 'Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable';
    expect(signed(await fileOf(encodedMail(headers, quotedPrintable(DELICATE_DIFF))))).toEqual(DELICATE_LINES);
    const latin = quotedPrintable(DELICATE_DIFF).replace('=C3=AF', '=EF');
    const file = await fileOf(encodedMail(headers.replace('UTF-8', 'iso-8859-1'), latin));
    expect(signed(file)[2]).toContain('naïve');
  });

  test('is decoded from base64', async () => {
    const headers = 'Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64';
    const body = Buffer.from(DELICATE_DIFF).toString('base64').replaceAll(/.{60}/g, '$&\n');
    const file = await fileOf(encodedMail(headers, body));
    expect(signed(file)).toEqual(DELICATE_LINES);
    expect(file.hunks[0]?.place).toBe('x.patch (mail at line 1, decoded):4');
  });

  test('may be one part of several, or an attachment', async () => {
    const boundary = 'Content-Type: multipart/mixed; boundary="bound"';
    const part = (headers: string, body: string) => `--bound\n${headers}\n\n${body}\n`;
    const patch = 'Content-Type: text/x-patch; name="0001-x.patch"';
    const note = part('Content-Type: text/plain; charset=utf-8', 'See below.\n---\n ring.rs | 2 +-\n');
    for (const disposition of ['attachment; filename="0001-x.patch"', 'inline; filename="0001-x.patch"']) {
      const body = `This is multi-part.\n${note}${part(`${patch}\nContent-Disposition: ${disposition}`, RING_DIFF)}--bound--\n`;
      expect((await fileOf(encodedMail(boundary, body))).after).toBe('drivers/gpu/ring.rs');
    }
    const inline = `${part('Content-Type: text/plain', RING_DIFF)}${part('Content-Type: text/html', '<p>x')}--bound--\n`;
    expect((await fileOf(encodedMail(boundary, inline))).after).toBe('drivers/gpu/ring.rs');
    const base64 = part(
      `${patch}\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64`,
      Buffer.from(DELICATE_DIFF).toString('base64'),
    );
    expect(signed(await fileOf(encodedMail(boundary, `${note}${base64}--bound--\n`)))).toEqual(DELICATE_LINES);
  });

  test('that is flowed is joined as the sender meant it; damage is a failure, not a guess', async () => {
    const headers = 'Content-Type: text/plain; charset=utf-8; format=flowed';
    const stuffed = RING_DIFF.replaceAll(/^ /gm, '  ');
    expect(signed(await fileOf(encodedMail(headers, stuffed)))).toEqual(signed(await fileOf(RING_DIFF)));
    const wrapped = stuffed.replace('`self` lives', '`self`\nlives');
    expect(await failureOf(encodedMail(headers, wrapped))).toMatch(/the hunk says it has 3 old and 4 new lines/);
  });

  test('loses the carriage returns that a transport put at the end of every line', async () => {
    const crlf = mail().replaceAll('\n', '\r\n');
    expect(await seriesOf(crlf)).toEqual(await seriesOf(mail()));
    expect((await fileOf(RING_DIFF.replaceAll('\n', '\r\n'))).after).toBe('drivers/gpu/ring.rs');
    const encoded = Buffer.from(RING_DIFF.replaceAll('\n', '\r\n')).toString('base64');
    const file = await fileOf(encodedMail('Content-Transfer-Encoding: base64', encoded));
    expect(file.hunks).toHaveLength(1);
  });

  test('that cannot be decoded is a failure', async () => {
    const depth = 300;
    const open = (level: number) => `--b${level}\nContent-Type: multipart/mixed; boundary=b${level + 1}\n\n`;
    const nested = Array.from({ length: depth }, (_, level) => open(level)).join('');
    expect(await failureOf(encodedMail('Content-Type: multipart/mixed; boundary=b0', nested))).toMatch(
      /^x\.patch \(mail at line 1, decoded\): the mail cannot be decoded \(.*\); save the mail again/,
    );
  });
});

describe('the diff begins behind the line `---`', () => {
  const quoted = RING_DIFF.replaceAll('ring.rs', 'quoted.rs');

  test('so diff text in the message makes no phantom file', async () => {
    for (const message of [quoted, quoted.replace(/^diff.*\nindex.*\n/, ''), quoted.replace('+10,4', '+10,9')]) {
      const { patches, notes } = await seriesOf(mail({ message: `As in:\n${message}\n` }));
      expect(patches[0]?.files.map(({ after }) => after)).toEqual(['drivers/gpu/ring.rs']);
      expect(notes).toEqual([
        'x.patch: the message of `[PATCH] gpu: ring: say why` holds a diff, which was not read; `git am` would apply it',
      ]);
    }
  });

  test('but also without that line', async () => {
    const text = `Subject: [PATCH] x\n\nmessage\n\n${RING_DIFF}`;
    expect((await fileOf(text)).after).toBe('drivers/gpu/ring.rs');
  });

  test('and a footer with such a line hides nothing', async () => {
    const text = `Subject: [PATCH] x\n\nmessage\n\n${RING_DIFF}\n---\nThis mail was checked.\n`;
    expect((await fileOf(text)).after).toBe('drivers/gpu/ring.rs');
  });

  test('nor is a deleted line `--` that line', async () => {
    const diff = `--- a/x.sql\n+++ b/x.sql\n@@ -1,2 +1 @@\n---\n a\n${RING_DIFF}`;
    const { patches } = await seriesOf(`Subject: [PATCH] x\n\nmessage\n\n${diff}`);
    expect(patches[0]?.files.map(({ after }) => after)).toEqual(['x.sql', 'drivers/gpu/ring.rs']);
  });
});

describe('what `git show` prints', () => {
  const commit = 'commit 0123456789abcdef0123456789abcdef01234567\nAuthor: Ada\n\n    gpu: ring: say why\n\n';

  test('has the id and subject of its commit', async () => {
    expect((await seriesOf(commit + RING_DIFF)).patches).toMatchObject([
      { id: '0123456789abcdef0123456789abcdef01234567', subject: 'gpu: ring: say why' },
    ]);
  });

  test('is refused for several commits, whose order is not known', async () => {
    expect(await failureOf(commit + RING_DIFF + commit + RING_DIFF)).toMatch(/several commits as `git log`/);
  });
});

test('a header with nothing behind it is no patch', async () => {
  expect(await read('Subject: [PATCH] x')).toMatchObject({ kind: 'failure', what: 'holds no patch' });
});
