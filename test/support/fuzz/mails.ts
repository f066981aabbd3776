/** Spoilt mails and mailboxes: a series or a failure with its remedy, and each letter is a patch or named. */
import { type Letter, readLetters } from '../../../src/patch/input.ts';
import { shortened } from '../../../src/patch/input-lines.ts';
import type { Series } from '../../../src/patch/patch.ts';
import { readPatches } from '../../../src/patch/series.ts';
import { failureText, isFailure } from '../../../src/text/failure.ts';
import { COMMIT_LINE, MBOX_LINE, mail, RING_DIFF } from '../../patch/support.ts';
import type { Chance } from './chance.ts';
import { type Kind, troubleInFailure } from './kind.ts';
import { mutated } from './mutate.ts';

interface MailInput {
  /** Its characters are the bytes. */
  readonly latin1: string;
  /** The lines that the patches bring, one a patch, in order; null where the mails were spoilt. */
  readonly brings: readonly string[] | null;
}

const WORDS = [
  ...[
    'Subject: [PATCH v2 1/3] a',
    'Subject: Re: [PATCH] a',
    'Subject: [PATCH 0/2] a',
    'Subject: =?utf-8?q?=5BPATCH?=',
    ':',
  ],
  ...[
    'From: Ada <ada@example.org>',
    'From ',
    'From a@b Thu Jan  1 00:00:00 1970',
    '>From ',
    'Message-ID: <a@b>',
    '<a@b>',
  ],
  ...[
    'In-Reply-To: <a@b>',
    'References: <a@b> <c@d>',
    'Content-Type: text/html',
    'Content-Type: multipart/mixed; boundary=b',
  ],
  ...[
    '--b',
    '--b--',
    '--',
    '---',
    '-- >8 --',
    '----',
    'Content-Transfer-Encoding: base64',
    'Content-Transfer-Encoding: x',
  ],
  ...[
    'Content-Type: text/plain; charset=utf-16',
    '; charset="iso-8859-1"',
    '; format=flowed',
    '=',
    '=20',
    '=C3',
    '=?',
    '?=',
  ],
  ...[
    '-----BEGIN PGP SIGNED MESSAGE-----',
    '- ---',
    '> +a',
    'diff --git a/x.rs b/x.rs',
    '--- a/x.rs',
    '@@ -1 +1 @@',
    '\xff',
  ],
];

export const mailKind: Kind<MailInput> = {
  make(chance) {
    const count = 1 + chance.below(3);
    const brings = Array.from({ length: count }, (_, index) => `// SAFETY: reason ${index} of ${chance.below(1000)}`);
    const mails = brings.map((line, index) => oneMail(line, index + 1, count, chance));
    const mbox = mails.map((text) => (count === 1 && chance.oneIn(2) ? text : MBOX_LINE + text)).join('');
    if (chance.oneIn(5)) return { latin1: mbox, brings };
    const spoilt = mutated(mbox, WORDS, chance);
    return { latin1: Buffer.from(spoilt).toString('latin1'), brings: null };
  },
  async troubleIn({ latin1, brings }) {
    const input = { name: 'x.mbox', bytes: Buffer.from(latin1, 'latin1') };
    const series = await readPatches([input]);
    if (isFailure(series))
      return brings === null ? troubleInFailure(series) : `unspoilt mails are refused: ${failureText(series)}`;
    const letters = readLetters(input);
    if (isFailure(letters)) return 'a series without letters';
    const lost = letters.find((letter) => !isPatch(letter, series) && !isNamed(letter, series));
    if (lost !== undefined) return `the letter ${lost.subjectLine ?? lost.id} is no patch and not named`;
    const read = series.patches.map(({ files }) => JSON.stringify(files));
    const isRight = brings?.length === read.length && brings.every((line, index) => read[index]?.includes(line));
    return brings === null || isRight ? null : `${brings.length} patches were sent, and others are read`;
  },
};

function oneMail(line: string, number: number, count: number, chance: Chance): string {
  const subject = `${count === 1 ? '[PATCH]' : `[PATCH ${number}/${count}]`} ring: patch ${number}`;
  const diff = RING_DIFF.replace(/^\+ {8}\/\/.*$/m, `+        ${line}`);
  const id = `Message-ID: <${number}@example.org>\n`;
  const thread = number === 1 ? '' : 'In-Reply-To: <1@example.org>\n';
  const text = mail({ subject, diff, headers: id + thread });
  const [head = ''] = text.split('\n\n', 1);
  const body = text.slice(head.length + 2);
  const base64 = Buffer.from(body).toString('base64').replace(/.{76}/g, '$&\n');
  const quoted = body.replaceAll('=', '=3D').replace(/.{72}/g, '$&=\n');
  const part = (type: string, content: string): string => `--b\nContent-Type: ${type}\n\n${content}\n`;
  const parts = `${part('text/plain', body)}${part('text/plain', 'A list footer.')}--b--\n`;
  return chance.of([
    text,
    `${COMMIT_LINE}${text}`.slice(chance.oneIn(2) ? 0 : COMMIT_LINE.length),
    `${head}\nContent-Transfer-Encoding: base64\n\n${base64}\n\n`,
    `${head}\nContent-Transfer-Encoding: quoted-printable\n\n${quoted}\n`,
    `${head}\nContent-Type: multipart/mixed; boundary=b\n\n${parts}\n`,
  ]);
}

const isPatch = ({ id }: Letter, { patches }: Series): boolean =>
  patches.some((patch) => patch.id === id || patch.id.startsWith(`${id}#`));

const isNamed = ({ subjectLine, id }: Letter, { notes }: Series): boolean =>
  notes.some((note) => note.includes(shortened(subjectLine ?? id)));
