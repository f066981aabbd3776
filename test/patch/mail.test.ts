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
    ['=?utf-8?B?W1BBVENIXSDi?= =?UTF-8?b?gqw=?= x', '€ x'],
    ['[PATCH] =?utf-8?q?a?= b =?utf-8?q?c?=', 'a b c'],
    ['[PATCH] =?utf-8?q?what=3F_or?no?= b', 'what? or?no b'],
    ['[PATCH] a =?utf-8?x?damaged?=', 'a =?utf-8?x?damaged?='],
    ['[PATCH]\u00a0x\u00e0', 'x\u00e0'],
  ])('with the subject %j', async (subject, title) => {
    expect((await seriesOf(mail({ subject }))).patches[0]?.subject).toBe(title);
  });

  test('that a mail program exported without a blank end or with folded headers', async () => {
    const text = `Received: by x\n\tfor y; Mon, 2 Nov 2026\nSubject: [PATCH] x\nSubject: [PATCH] second\n\n${RING_DIFF.trimEnd()}`;
    expect((await seriesOf(text)).patches[0]?.subject).toBe('second');
  });

  test.each([
    ['Message-ID:\n <folded@x>', 'folded@x'],
    ['message-id: (made by hand) <comment@x> (c)', 'comment@x'],
    ['MESSAGE-ID:<tight@x>', 'tight@x'],
    ['Message-Id: <first@x>\nMessage-Id: <second@x>', 'second@x'],
    ['Message-Id: bare@x', 'bare@x'],
    ['Message-Id: <broken\n\t@x>', 'broken@x'],
  ])('with the id in %j', async (headers, id) => {
    expect((await seriesOf(mail({ headers: `${headers}\n` }))).patches[0]?.id).toBe(id);
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
    const broken = stuffed.replace('`self` lives', '`self` \nlives');
    expect(signed(await fileOf(encodedMail(headers, broken)))).toEqual(signed(await fileOf(RING_DIFF)));
    const deleted = stuffed.replace('`self` lives', '`self`  \nlives');
    expect(signed(await fileOf(encodedMail(`${headers}; delsp=yes`, deleted)))).toEqual(
      signed(await fileOf(RING_DIFF)),
    );
    const wrapped = stuffed.replace('`self` lives', '`self`\nlives');
    expect(await failureOf(encodedMail(headers, wrapped))).toMatch(/the hunk header promises 3 old and 4 new lines/);
  });

  test('loses the carriage returns that a transport put at the end of every line', async () => {
    const crlf = mail().replaceAll('\n', '\r\n');
    expect(await seriesOf(crlf)).toEqual(await seriesOf(mail()));
    expect((await fileOf(RING_DIFF.replaceAll('\n', '\r\n'))).after).toBe('drivers/gpu/ring.rs');
    const encoded = Buffer.from(RING_DIFF.replaceAll('\n', '\r\n')).toString('base64');
    const file = await fileOf(encodedMail('Content-Transfer-Encoding: base64', encoded));
    expect(file.hunks).toHaveLength(1);
  });

  test('loses those of its diff also where a list added a footer without them', async () => {
    const crlf = `${RING_DIFF.replaceAll('\n', '\r\n')}-- \r\n2.39.5\r\n\n____\nring mailing list\n`;
    for (const [encoding, body] of [
      ['base64', Buffer.from(crlf).toString('base64')],
      ['quoted-printable', quotedPrintable(crlf).replaceAll('=0D\n', '=0D=0A=\n')],
      ['8bit', crlf],
    ]) {
      const file = await fileOf(encodedMail(`Content-Transfer-Encoding: ${encoding}`, body as string));
      expect(signed(file)).toEqual(signed(await fileOf(RING_DIFF)));
    }
    expect(signed(await fileOf(crlf))).toEqual(signed(await fileOf(RING_DIFF)));
  });

  test('keeps those that stand in the changed file', async () => {
    const diff = RING_DIFF.replaceAll(/^( .*|\+ .*)$/gm, '$1\r');
    const encoded = encodedMail('Content-Transfer-Encoding: base64', Buffer.from(diff).toString('base64'));
    for (const text of [encoded, mail({ diff }), diff]) {
      expect(signed(await fileOf(text))).toEqual(signed(await fileOf(RING_DIFF)).map((each) => `${each}\r`));
    }
  });

  test('loses all where it came over the network so', async () => {
    const diff = RING_DIFF.replaceAll(/^( .*|\+ .*)$/gm, '$1\r')
      .replaceAll('\n', '\r\n')
      .replaceAll('\r\r', '\r');
    const file = await fileOf(
      mail()
        .replaceAll('\n', '\r\n')
        .replace(/diff --git.*?(?=-- \r)/s, () => diff),
    );
    expect(signed(file)).toEqual(signed(await fileOf(RING_DIFF)));
    const soft = mail({ headers: 'Content-Transfer-Encoding: quoted-printable\n' }).replace(
      '`self` lives',
      '`self` =\nlives',
    );
    for (const text of [
      soft.replaceAll('\n', '\r\n'),
      soft.replace(/\n\n.*/s, (body) => body.replaceAll('\n', '\r\n')),
    ]) {
      expect(signed(await fileOf(text))).toEqual(signed(await fileOf(RING_DIFF)));
    }
  });

  test('with a no-break space, a BOM or a NUL in it arrives unchanged', async () => {
    const diff = RING_DIFF.replace('// SAFETY', '\u00a0\ufeff\0// SAFETY');
    expect(signed(await fileOf(mail({ diff })))[1]).toMatch(/^\+ {8}\u00a0\ufeff\0\/\/ SAFETY/);
    const headers = 'Content-Transfer-Encoding: quoted-printable';
    expect(signed(await fileOf(encodedMail(headers, quotedPrintable(diff))))[1]).toMatch(/^\+ {8}\u00a0\ufeff\0/);
  });

  test('is of the charset that its bytes are of: a name cannot make another diff of them', async () => {
    const diff = RING_DIFF.replace('// SAFETY', '\u001b$B // SAFETY');
    for (const charset of ['iso-2022-jp', 'shift_jis', 'big5', 'gbk', 'x-nothing']) {
      const text = mail({ headers: `Content-Type: text/plain; charset=${charset}\n`, diff });
      for (const bytes of [Buffer.from(text), Buffer.from(text.replace('lives', 'liv\xe9s'), 'latin1')]) {
        expect(signed(await fileOf(bytes))[1]).toContain('// SAFETY');
      }
    }
  });
});

describe('a mail that cannot be read as a patch is refused with the reason', () => {
  const nested = Array.from(
    { length: 6 },
    (_, level) => `--b${level}\nContent-Type: multipart/mixed; boundary=b${level + 1}\n\n\n`,
  );
  const html = `<html><body><pre>${RING_DIFF.replaceAll('&', '&amp;')}</pre></body></html>\n`;
  const alternative = (second: string) =>
    `--b\nContent-Type: text/plain\n\n${RING_DIFF}--b\nContent-Type: text/html\n\n${second}--b--\n`;
  const clearSigned = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${RING_DIFF.replaceAll(/^-/gm, '- -')}`;

  test.each([
    [
      'parts within parts',
      'Content-Type: multipart/mixed; boundary=b0',
      nested.join(''),
      /more nested parts than `git am` reads/,
    ],
    [
      'HTML',
      'Content-Type: text/html; charset=utf-8',
      html,
      /^x\.patch: the mail contains only HTML; ask the sender for plain text/,
    ],
    [
      'HTML in a part',
      'Content-Type: multipart/related; boundary=b',
      `--b\nContent-Type: text/html\n\n${html}--b--\n`,
      /the mail contains only HTML/,
    ],
    ['HTML without lines', 'Content-Type: text/html', html.replaceAll('\n', '<br>'), /the mail contains only HTML/],
    [
      'HTML with a diff of its own',
      'Content-Type: multipart/alternative; boundary=b',
      alternative(`<pre>\n${RING_DIFF}</pre>`),
      /the HTML part of the mail contains a diff/,
    ],
    [
      'UTF-16',
      'Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64',
      Buffer.from(RING_DIFF, 'utf16le').toString('base64'),
      /the mail is written in UTF-16LE/,
    ],
    ['escapes of PGP', 'Content-Type: text/plain', clearSigned, /PGP put `- ` before lines of the diff/],
  ])('%s', async (_, headers, body, reason) => {
    expect(await failureOf(encodedMail(headers, body))).toMatch(reason);
  });

  test('but not HTML beside the plain text, nor a signature beside or around it', async () => {
    const beside = encodedMail('Content-Type: multipart/alternative; boundary=b', alternative('<p>diff --git\n'));
    expect((await fileOf(beside)).after).toBe('drivers/gpu/ring.rs');
    const signature = '--b\nContent-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----\n--b--\n';
    const signedMail = encodedMail('Content-Type: multipart/signed; boundary=b', `--b\n\n${RING_DIFF}${signature}`);
    expect((await fileOf(signedMail)).after).toBe('drivers/gpu/ring.rs');
    const added = RING_DIFF.replace(/^index.*\n--- .*$/m, 'new file mode 100644\n--- /dev/null').replace(
      '-10,3 +10,4',
      '-0,0 +1',
    );
    const newFile = added.replaceAll(/^ .*\n/gm, '');
    expect((await fileOf(encodedMail('', `-----BEGIN PGP SIGNED MESSAGE-----\n\n${newFile}`))).before).toBeNull();
  });
});

describe('the patch begins where `git am` begins it', () => {
  const quoted = RING_DIFF.replaceAll('ring.rs', 'quoted.rs');
  const filesIn = async (text: string) => (await seriesOf(text)).patches[0]?.files.map(({ after }) => after);

  test('also in the message, above `---`', async () => {
    for (const message of [quoted, quoted.replace(/^diff.*\nindex.*\n/, '')]) {
      expect(await filesIn(mail({ message: `As in:\n${message}\n` }))).toEqual([
        'drivers/gpu/quoted.rs',
        'drivers/gpu/ring.rs',
      ]);
    }
    expect(await failureOf(mail({ message: quoted.replace('+10,4', '+10,9') }))).toMatch(/^x\.patch:\d+: /);
  });

  test('not at a quoted diff, nor at a hunk that the message speaks of', async () => {
    const message = `${quoted.replaceAll(/^/gm, '> ')}\n@@ -1,2 +1,2 @@\n`;
    expect(await filesIn(mail({ message }))).toEqual(['drivers/gpu/ring.rs']);
  });

  test('at a file that only moves', async () => {
    const moved = 'diff --git a/x.txt b/x.rs\nsimilarity index 100%\nrename from x.txt\nrename to x.rs\n';
    expect(await filesIn(`Subject: [PATCH] x\n\nmessage\n\n${moved}`)).toEqual(['x.rs']);
  });

  test('behind a signature too', async () => {
    expect(await filesIn(mail({ diff: `${RING_DIFF}-- \n2.39.5\n\n${quoted}` }))).toHaveLength(2);
  });

  test.each(['', '---\n', '--- \n', 'Index: ring.rs\n', '-- >8 --\n'])('with or without %j', async (line) => {
    expect(await filesIn(`Subject: [PATCH] x\n\nmessage\n\n${line}${RING_DIFF}\n---\nA footer.\n`)).toHaveLength(1);
  });

  test('nor is a deleted line `--` a separator', async () => {
    const diff = `--- a/x.sql\n+++ b/x.sql\n@@ -1,2 +1 @@\n---\n a\n${RING_DIFF}`;
    expect(await filesIn(`Subject: [PATCH] x\n\nmessage\n\n${diff}`)).toEqual(['x.sql', 'drivers/gpu/ring.rs']);
  });
});

describe('a patch is called as its message says', () => {
  const titled = async (subject: string, message: string) =>
    (await seriesOf(mail({ subject, message }))).patches[0]?.subject;

  test.each([
    ['[PATCH] x', 'From: Bo <bo@example.org>\nSubject: [PATCH] the\n other\n\ny\n', 'the other'],
    ['[PATCH] x', 'Subject: =?utf-8?q?na=C3?=\n =?utf-8?q?=AFve?=\n\ny\n', 'na\u00efve'],
    ['[PATCH] x', '[PATCH] the other\n\ny\n', 'the other'],
    ['[PATCH] x', 'text\nSubject: y\n', 'x'],
    ['Re: thoughts', '> why?\n\nSo:\n\n-- >8 --\nSubject: [PATCH v2 1/1] the other\n\nA text.\n', 'the other'],
    ['Re: thoughts', 'Subject: no\n\n--- 8< ---\nFrom: Bo <b@x>\nSubject: the other\n\n', 'the other'],
    ['Re: thoughts', 'x\n  --- %< --- cut here ---  \nSubject: the other\n\n', 'the other'],
    ['[PATCH] x', 'x\n>8 >8 >8\nSubject: y\n', 'x'],
    ['[PATCH] x', 'x\n- - - %< - - cut here - - -  \nSubject: y\n', 'x'],
    ['[PATCH] x', 'see >8 and 8< for more of this text, - or not -\nSubject: y\n', 'x'],
  ])('%j with %j', async (subject, message, title) => {
    expect(await titled(subject, message)).toBe(title);
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
    expect(await failureOf(commit + RING_DIFF + commit + RING_DIFF)).toMatch(
      /several commits in the form of `git log`/,
    );
  });
});

test('a header with nothing behind it is no patch', async () => {
  expect(await read('Subject: [PATCH] x')).toMatchObject({ kind: 'failure', what: 'contains no patch' });
});
