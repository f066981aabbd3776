/** Mailboxes and series: splitting, order, versions, what is passed over. */
import { patchFilesOf } from '../../src/patch/patch-folder.ts';
import { COMMIT_LINE, failureOf, MBOX_LINE, mail, RING_DIFF, readAll, seriesOf, succeeded } from './support.ts';

function numbered(tag: string, title: string): string {
  return mail({ subject: `[${tag}] ${title}`, headers: `Message-Id: <${tag.replaceAll(/\W/g, '.')}.${title}@x>\n` });
}

function mbox(...mails: readonly string[]): string {
  return mails.map((each) => MBOX_LINE + each).join('');
}

async function subjectsOf(text: string): Promise<readonly (string | null)[]> {
  return (await seriesOf(text)).patches.map(({ subject }) => subject);
}

describe('a mailbox', () => {
  test('is split at its `From ` lines, and places count through', async () => {
    const text = mbox(numbered('PATCH 1/2', 'one'), numbered('PATCH 2/2', 'two'));
    const { patches } = await seriesOf(text);
    const lines = text.split('\n').flatMap((line, index) => (line.startsWith('@@') ? [`x.patch:${index + 1}`] : []));
    expect(patches.map(({ files }) => files[0]?.hunks[0]?.place)).toEqual(lines);
  });

  test('of `git format-patch --stdout` has commits as ids', async () => {
    const second = COMMIT_LINE.replace('0123', '4567');
    const text = COMMIT_LINE + numbered('PATCH 1/2', 'one') + second + numbered('PATCH 2/2', 'two');
    expect((await seriesOf(text)).patches.map(({ id }) => id.slice(0, 4))).toEqual(['0123', '4567']);
  });

  test('ends a mail where `git am` does: at a `From ` line with a time and a year', async () => {
    const none = [
      'From here on the ring is full.',
      'From a@b Thu Jan  1 00:00',
      'From a 00:00:00',
      '>From a@b Thu Jan  1 00:00:00 1970',
    ];
    for (const each of none)
      expect(await subjectsOf(mbox(mail({ message: `${each}\n` })))).toEqual(['gpu: ring: say why']);
    const series = await seriesOf(
      mbox(mail({ message: 'From a@b Thu Jan  1 00:00:00 1970\nis how mailboxes begin.\n' })),
    );
    expect(series.patches.map(({ subject }) => subject)).toEqual([null]);
    expect(series.notes).toEqual(['x.patch: skipped `[PATCH] gpu: ring: say why`: it has no diff']);
  });

  test('has its own `>` taken from quoted `From ` lines where it is an mboxrd', async () => {
    const diff = '--- a/x.rs\n+++ b/x.rs\n@@ -1 +1 @@\n-a\n+b';
    const body = mail({ diff: `${diff} =\n>From now on\n` }).replace(
      '\n\n',
      '\nContent-Transfer-Encoding: quoted-printable\n\n',
    );
    const series = await seriesOf(MBOX_LINE + body);
    expect(series.patches[0]?.files[0]?.hunks[0]?.lines[1]?.text).toBe('b From now on');
    const other = await seriesOf(COMMIT_LINE + body);
    expect(other.patches[0]?.files[0]?.hunks[0]?.lines[1]?.text).toBe('b >From now on');
  });

  test('may begin with empty lines', async () => {
    expect(await subjectsOf(`\n\n${mbox(mail())}`)).toHaveLength(1);
  });

  test('begins with a `From ` line; else it is one mail, and all diffs in it are its own, as for `git am`', async () => {
    const { patches } = await seriesOf(mail() + mbox(mail({ subject: 'Re: [PATCH] two' })));
    expect(patches.map(({ files }) => files.length)).toEqual([2]);
    const odd = await seriesOf(`From: Ada <ada@example.org>\nthis is no header\n\n${RING_DIFF}`);
    expect(odd.patches).toHaveLength(1);
  });

  test('is not cut by what its mails say of their length', async () => {
    const text = mbox(
      mail({ headers: 'Content-Length: 20\n' }),
      mail({ subject: '[PATCH] two', headers: 'Content-Length: 99999\n' }),
    );
    expect(await subjectsOf(text)).toEqual(['gpu: ring: say why', 'two']);
  });

  test('counts its mails where they have no ids', async () => {
    const { patches } = await seriesOf(mbox(mail(), mail({ subject: '[PATCH] two' })));
    expect(patches.map(({ id }) => id)).toEqual(['x.patch#1', 'x.patch#2']);
  });

  test('with CRLF line ends reads like the other', async () => {
    const text = mbox(numbered('PATCH 1/2', 'one'), numbered('PATCH 2/2', 'two'));
    expect(await seriesOf(text.replaceAll('\n', '\r\n'))).toEqual(await seriesOf(text));
  });
});

describe('the order of a series', () => {
  test('within a mailbox is that of its numbers', async () => {
    const mails = [3, 1, 12, 2].map((number) => numbered(`PATCH v2 ${number}/12`, `n${number}`));
    expect(await subjectsOf(mbox(...mails))).toEqual(['n1', 'n2', 'n3', 'n12']);
  });

  test('leaves patches without a number and other series where they are', async () => {
    const tags = ['PATCH 2/2', 'PATCH', 'PATCH 1/2', 'PATCH 2/2', 'PATCH 1/2', 'PATCH 1/3'];
    const text = mbox(...tags.map((tag, index) => numbered(tag, `n${index}`)));
    expect(await subjectsOf(text)).toEqual(['n2', 'n0', 'n1', 'n4', 'n3', 'n5']);
  });

  test('of several files is as given, unless they are a mail folder', async () => {
    const inputs = { b: numbered('PATCH 2/2', 'two'), a: numbered('PATCH 1/2', 'one') };
    expect(succeeded(await readAll(inputs)).patches.map(({ subject }) => subject)).toEqual(['two', 'one']);
    expect(succeeded(await readAll(inputs, 'by number')).patches.map(({ subject }) => subject)).toEqual(['one', 'two']);
  });

  test('has no gaps that are not said', async () => {
    const text = mbox(numbered('PATCH 1/5', 'one'), numbered('PATCH 4/5', 'four'), numbered('PATCH 3/5', 'three'));
    expect((await seriesOf(text)).notes).toEqual(['the series with `one` lacks these patches: 2/5, 5/5']);
    expect((await seriesOf(numbered('PATCH 3/5', 'three'))).notes).toEqual([]);
    const large = mbox(numbered('PATCH 1/99', 'one'), numbered('PATCH 2/99', 'two'));
    expect((await seriesOf(large)).notes).toEqual(['the series with `one` lacks these patches: 97 of 99']);
  });
});

const UNREAD = 'its diff was not read, although `git am` would apply it';

describe('passed over with a note', () => {
  test.each([
    ['a cover letter', mail({ subject: '[PATCH v2 0/1] cover', diff: '' }), 'it is a cover letter'],
    [
      'a cover letter with a diff in it',
      mail({ subject: '[PATCH v2 00/01] cover' }),
      `it is a cover letter; ${UNREAD}`,
    ],
    ['a reply', mail({ subject: 'Re: [PATCH v2 1/1] one', diff: '' }), 'it is a reply'],
    [
      'a reply with a quoted diff',
      mail({ subject: 'Re: [PATCH v2 1/1] one', diff: RING_DIFF.replaceAll(/^/gm, '> ') }),
      'it is a reply',
    ],
    ['a reply with a diff', mail({ subject: 'RE: [PATCH v2 1/1] one' }), `it is a reply; ${UNREAD}`],
    [
      'a reply that cannot be decoded',
      `Subject: Re: [PATCH] x\nContent-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Type: multipart/mixed; boundary=b\n\n'.repeat(300)}`,
      'it is a reply, and the mail has more nested parts than `git am` reads',
    ],
    [
      'a reply in HTML',
      `Subject: Re: [PATCH] x\nContent-Type: text/html\n\n<pre>${RING_DIFF}`,
      'it is a reply, and the mail contains only HTML',
    ],
    ['a forwarded mail', mail({ subject: 'Fwd: [PATCH v2 1/1] one' }), `it is a reply; ${UNREAD}`],
    ['a mail without a diff', mail({ subject: 'Ring buffers', diff: 'x\n' }), 'it has no diff'],
    ['the same mail again', numbered('PATCH v2 1/1', 'one'), 'it repeats an earlier mail'],
  ])('%s', async (_, other, reason) => {
    const { patches, notes } = await seriesOf(mbox(numbered('PATCH v2 1/1', 'one'), other));
    expect(patches.map(({ subject }) => subject)).toEqual(['one']);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(new RegExp(`^x\\.patch: skipped \`.*\`: ${reason}$`));
  });

  test('a cover letter with the id of a commit does not make that commit a repetition', async () => {
    const text =
      COMMIT_LINE + mail({ subject: '[PATCH 0/1] cover' }) + COMMIT_LINE + mail({ subject: '[PATCH 1/1] one' });
    expect(await subjectsOf(text)).toEqual(['one']);
  });

  test('but a mail in which a patch was promised, and a file without one, are a failure', async () => {
    const [cover, promise] = ['[PATCH 0/1] cover', '[PATCH 1/1] one'].map((subject) => mail({ subject, diff: '' }));
    expect(await failureOf(mbox(cover as string, promise as string))).toMatch(
      /^x\.patch:\d+: this only lists the changed files/,
    );
    expect(await readAll({ a: RING_DIFF, b: 'nothing' })).toMatchObject({ where: 'b', what: 'contains no patch' });
  });

  test('a cover letter alone, and replies alone, are nothing to review', async () => {
    for (const subject of ['[PATCH 0/4] cover', 'Re: [PATCH 0/4] cover', '[PATCH 0 of 4] cover']) {
      const { patches, notes } = await seriesOf(mail({ subject, diff: '' }));
      expect(patches).toEqual([]);
      expect(notes).toHaveLength(1);
    }
  });

  test('but a diff in a reply or in a cover letter is read where there is none elsewhere', async () => {
    for (const subject of ['Re: ring: x', 'Fwd: [PATCH 1/2] ring: x', '[PATCH 0/1] ring: x']) {
      const other = mail({ subject: 'Re: [PATCH] ring: y', diff: '' });
      const { patches, notes } = await seriesOf(mbox(other, mail({ subject })));
      expect(patches).toMatchObject([{ subject: 'ring: x', files: [{}] }]);
      expect(notes).toEqual(['x.patch: skipped `Re: [PATCH] ring: y`: it is a reply']);
    }
  });

  test('a mail with the id of another one, but not its diff, is a patch too', async () => {
    const headers = 'Message-ID: <1@x>\n';
    const other = mail({ subject: '[PATCH] two', headers, diff: RING_DIFF.replace('lives', 'sleeps') });
    const { patches, notes } = await seriesOf(mbox(mail({ headers }), `${mail({ headers })}A footer.\n`, other));
    expect(patches.map(({ id }) => id)).toEqual(['1@x', '1@x#2']);
    expect(notes).toEqual([
      'x.patch: skipped `[PATCH] gpu: ring: say why`: it repeats an earlier mail',
      'x.patch: `[PATCH] two` has the Message-ID or commit of an earlier mail, but a different diff; both were read',
    ]);
  });
});

describe('of two versions of one series the newest is read, and a note names what was left out', () => {
  test('in one mailbox and in several files', async () => {
    const [old, now] = [numbered('PATCH 1/2', 'ring: x'), numbered('PATCH v3 1/2', 'ring: x')];
    const note = 'v1 was skipped because v3 of the same series is present: `[PATCH 1/2] ring: x`';
    for (const [where, result] of [
      ['box', await readAll({ box: mbox(now, old) })],
      ['0001.patch', await readAll({ '0001.patch': old, 'v3-0001.patch': now })],
    ] as const) {
      const { patches, notes } = succeeded(result);
      expect(patches.map(({ id }) => id)).toEqual(['PATCH.v3.1.2.ring:x@x']);
      expect(notes).toEqual([`${where}: ${note}`]);
    }
  });

  test('with the patches that only one of them has', async () => {
    const series = (version: string, ...titles: readonly string[]) =>
      titles.map((title, index) => numbered(`PATCH ${version}${index + 1}/${titles.length}`, title));
    const text = mbox(...series('', 'a', 'b', 'c'), ...series('v2 ', 'a', 'd'), ...series('v3 ', 'e', 'd', 'f', 'g'));
    expect(await subjectsOf(text)).toEqual(['e', 'd', 'f', 'g']);
    expect((await seriesOf(text)).notes).toHaveLength(2);
  });

  test('seen by the cover letters too; a newer version without a patch does not count', async () => {
    const cover = (version: string) =>
      mail({ subject: `[PATCH ${version}0/1] ring: x`, headers: `Message-ID: <${version}0@x>\n`, diff: '' });
    const renamed = mbox(
      cover(''),
      numbered('PATCH 1/1', 'y'),
      cover('v3 '),
      numbered('PATCH v3 1/1', 'z'),
      cover('v4 '),
    );
    expect(await subjectsOf(renamed)).toEqual(['z']);
  });

  test('not in replies, nor in series with other titles or of the same version', async () => {
    const reply = mail({ subject: 'Re: [PATCH v9 1/1] ring: x' });
    const text = mbox(
      reply,
      numbered('PATCH v3 1/1', 'ring: x'),
      numbered('PATCH', 'z'),
      mail({ subject: '[PATCH v3 1/1] ring: x' }),
    );
    expect(await subjectsOf(text)).toEqual(['ring: x', 'z', 'ring: x']);
  });
});

describe('series in one mailbox', () => {
  const threaded = (tag: string, title: string, id: string, parent: string) =>
    mail({
      subject: `[${tag}] ${title}`,
      headers: `Message-ID: <${id}>\nIn-Reply-To: <${parent}>\nReferences: <${parent}>\n`,
    });

  test('are told apart by their threads', async () => {
    const text = mbox(
      threaded('PATCH 2/2', 'b2', 'b2@x', 'b1@x'),
      threaded('PATCH 1/2', 'a1', 'a1@x', 'a0@x'),
      mail({ subject: '[PATCH 1/2] b1', headers: 'Message-ID: <b1@x>\n' }),
      threaded('PATCH 2/2', 'a2', 'a2@x', 'a0@x'),
    );
    expect(await subjectsOf(text)).toEqual(['b1', 'b2', 'a1', 'a2']);
  });

  test('without threads by who sent them', async () => {
    const sent = (tag: string, name: string) =>
      numbered(tag, `${name}${tag.slice(6, 7)}`).replace('Ada Kernel <ada@', `${name} <${name}@`);
    const text = mbox(
      sent('PATCH 2/2', 'bo'),
      sent('PATCH 1/2', 'cy'),
      sent('PATCH 1/2', 'bo'),
      sent('PATCH 2/2', 'cy'),
    );
    expect(await subjectsOf(text)).toEqual(['bo1', 'bo2', 'cy1', 'cy2']);
  });
});

describe('a folder', () => {
  test('is read by the names of its files', () => {
    expect(
      patchFilesOf(['0002-b.patch', '0000-cover-letter.patch', '0001-a.patch', 'README', '0001-a.patch~']),
    ).toEqual({
      names: ['0000-cover-letter.patch', '0001-a.patch', '0002-b.patch'],
      notes: ['skipped `README`: its name does not end like that of a patch'],
    });
  });

  test('whose files have no endings, as in a maildir, is read as a whole', () => {
    expect(patchFilesOf(['1700000001.x:2,S', '1700000000.x:2,S', '.hidden'])).toEqual({
      names: ['1700000000.x:2,S', '1700000001.x:2,S'],
      notes: [],
    });
  });
});

test.each(['Re: the old ring', '[PATCH 0/1] ring: nothing', '[PATCH v2 1/2] ring: other', '=?UTF-8?Q?Re:_ring?='])(
  'a title cannot take its patch out of the review: %s',
  async (title) => {
    const series = await seriesOf(mail({ subject: `[PATCH] ${title}` }));
    expect(series).toMatchObject({ patches: [{ files: [{}] }] });
  },
);
