/** Mailboxes and series: splitting, order, versions, what is passed over. */
import { patchFilesOf } from '../../src/patch/folder.ts';
import { isFailure } from '../../src/text/failure.ts';
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

  test('does not end a mail at a line of text that begins with `From `', async () => {
    const message = 'From here on the ring is full.\nFrom a@b Thu Jan  1 00:00:00 1970\nis how mailboxes begin.\n';
    expect(await subjectsOf(mbox(mail({ message }), mail({ subject: '[PATCH] two' })))).toEqual([
      'gpu: ring: say why',
      'two',
    ]);
  });

  test('has its own `>` taken from quoted `From ` lines', async () => {
    const diff = '--- a/x.rs\n+++ b/x.rs\n@@ -1 +1 @@\n-a\n+b';
    const body = mail({ diff: `${diff} =\n>From now on\n` }).replace(
      '\n\n',
      '\nContent-Transfer-Encoding: quoted-printable\n\n',
    );
    const series = await seriesOf(MBOX_LINE + body);
    expect(series.patches[0]?.files[0]?.hunks[0]?.lines[1]?.text).toBe('b From now on');
  });

  test('may begin with a mail that lacks its `From ` line, or with empty lines', async () => {
    expect(await subjectsOf(mail() + mbox(mail({ subject: '[PATCH] two' })))).toHaveLength(2);
    expect(await subjectsOf(`\n\n${mbox(mail())}`)).toHaveLength(1);
  });

  test('has an empty line before each `From ` line, which does not fill up a hunk that was cut off', async () => {
    const cutOff = `Subject: [PATCH] x\n\n${RING_DIFF.replace(/.*\n$/, '')}`;
    expect(await failureOf(`${MBOX_LINE}${cutOff}\n${MBOX_LINE}${mail()}`)).toMatch(/the hunk says it has 3 old/);
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
    expect((await seriesOf(text)).notes).toEqual(['of the series with `one` these patches are missing: 2/5, 5/5']);
    expect((await seriesOf(numbered('PATCH 3/5', 'three'))).notes).toEqual([]);
    const large = mbox(numbered('PATCH 1/99', 'one'), numbered('PATCH 2/99', 'two'));
    expect((await seriesOf(large)).notes).toEqual(['of the series with `one` these patches are missing: 97 of 99']);
  });
});

describe('passed over with a note', () => {
  test.each([
    ['a cover letter', numbered('PATCH v2 0/1', 'cover'), 'it is a cover letter'],
    ['a cover letter with a diff in it', mail({ subject: '[PATCH v2 00/01] cover' }), 'it is a cover letter'],
    ['a reply', mail({ subject: 'Re: [PATCH v2 1/1] one' }), 'it is a reply'],
    [
      'a reply that cannot be decoded',
      `Subject: Re: [PATCH] x\nContent-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Type: multipart/mixed; boundary=b\n\n'.repeat(300)}`,
      'it is a reply',
    ],
    ['a forwarded mail', mail({ subject: 'Fwd: [PATCH v2 1/1] one' }), 'it is a reply'],
    ['a mail without a diff', mail({ subject: 'Ring buffers', diff: 'x\n' }), 'it holds no diff'],
    ['the same mail again', numbered('PATCH v2 1/1', 'one'), 'it came before'],
  ])('%s', async (_, other, reason) => {
    const { patches, notes } = await seriesOf(mbox(numbered('PATCH v2 1/1', 'one'), other));
    expect(patches.map(({ subject }) => subject)).toEqual(['one']);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(new RegExp(`^x\\.patch: \`.*\` was passed over: ${reason}$`));
  });

  test('a cover letter with the id of a commit does not make that commit a repetition', async () => {
    const text =
      COMMIT_LINE + mail({ subject: '[PATCH 0/1] cover' }) + COMMIT_LINE + mail({ subject: '[PATCH 1/1] one' });
    expect(await subjectsOf(text)).toEqual(['one']);
  });

  test('but mails alone without any diff are a failure', async () => {
    expect(await failureOf(mbox(numbered('PATCH 0/1', 'cover')))).toMatch(/^x\.patch: holds no patch; give a patch/);
    expect(await readAll({ a: RING_DIFF, b: 'nothing' })).toMatchObject({ where: 'b', what: 'holds no patch' });
  });
});

describe('two versions of one series', () => {
  const expected = { what: 'two versions of one series, v1 and v3 (both hold `ring: x`)', remedy: 'leave v1 out' };

  test('are refused in one mailbox and in several files', async () => {
    const [old, now] = [numbered('PATCH 1/2', 'ring: x'), numbered('PATCH v3 1/2', 'ring: x')];
    expect(await readAll({ box: mbox(now, old) })).toMatchObject({ where: 'box', ...expected });
    expect(await readAll({ '0001.patch': old, 'v3-0001.patch': now })).toMatchObject({
      where: '0001.patch, v3-0001.patch',
      ...expected,
    });
  });

  test('are seen by their cover letters too', async () => {
    const text = mbox(
      numbered('PATCH 0/1', 'ring: x'),
      numbered('PATCH v3 0/1', 'ring: x'),
      numbered('PATCH v3 1/1', 'y'),
    );
    expect(await readAll({ box: text })).toMatchObject(expected);
  });

  test('are not seen in replies, nor in series with other titles', async () => {
    const text = mbox(
      mail({ subject: 'Re: [PATCH 1/1] ring: x' }),
      numbered('PATCH v3 1/1', 'ring: x'),
      numbered('PATCH', 'z'),
    );
    expect(isFailure(await readAll({ box: text }))).toBe(false);
  });
});

describe('a folder', () => {
  test('is read by the names of its files, cover letters passed over', () => {
    expect(
      patchFilesOf(['0002-b.patch', '0000-cover-letter.patch', '0001-a.patch', 'README', '0001-a.patch~']),
    ).toEqual({
      names: ['0001-a.patch', '0002-b.patch'],
      notes: [
        '`README` was passed over: its name does not end like that of a patch',
        '`0000-cover-letter.patch` was passed over: it is a cover letter',
      ],
    });
    expect(patchFilesOf(['v2-0000-cover-letter.patch', 'v2-0001-a.patch']).names).toEqual(['v2-0001-a.patch']);
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
