/** One input: what it is (a diff, a mail, a mailbox), and the letters in it. */
import { type Failure, failure } from '../text/failure.ts';
import { beginsFile } from './header.ts';
import { type SourceLines, sourceLines, withoutTransportCarriageReturns } from './input-lines.ts';
import { decodeText, readMail } from './mail.ts';
import { type RawMail, splitMails } from './mbox.ts';
import { readMessage } from './message.ts';
import { readSubject, type Subject } from './subject.ts';

/** A file as it was read. */
export interface PatchInput {
  /** What messages call it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What may hold one patch: a mail, or a diff without one. */
export interface Letter {
  readonly kind: 'mail' | 'diff';
  /** The name of its input. */
  readonly from: string;
  readonly id: string;
  /** As it was sent; null where there is none. */
  readonly subjectLine: string | null;
  readonly subject: Subject;
  readonly messageId: string | null;
  /** The ids of the mails that it answers, the first of the thread before the others. */
  readonly ancestors: readonly string[];
  readonly sender: string;
  readonly body: SourceLines;
  /** The index of the first line of `body` that may belong to the diff. */
  readonly start: number;
  /** There is a diff, or what cannot be read could hold one. */
  readonly holdsDiff: boolean;
  /** Why it cannot be read as a patch; null where nothing speaks against it. */
  readonly problem: Failure | null;
}

/** The letters of an input, in its order. */
export function readLetters({ name, bytes }: PatchInput): readonly Letter[] | Failure {
  const refusal = refuseBytes(name, bytes);
  if (refusal !== null) return refusal;
  const content = beginsWith(bytes, 0xef, 0xbb, 0xbf) ? bytes.subarray(3) : bytes;
  const rawMails = splitMails(Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1'));
  if (rawMails === null) return readPlainDiff(name, content);
  return rawMails.map((raw, index) => letterOf(raw, name, rawMails.length === 1 ? name : `${name}#${index + 1}`));
}

function letterOf(raw: RawMail, from: string, nameOfMail: string): Letter {
  const mail = readMail(raw, from);
  const { body, problem, messageId, ancestors, sender } = mail;
  const message = readMessage(body);
  const subject = readSubject(mail.subjectLine ?? '');
  const title = message.subject === null ? subject.title : readSubject(message.subject).title;
  return {
    kind: 'mail',
    from,
    id: mail.commit ?? messageId ?? nameOfMail,
    subjectLine: mail.subjectLine ?? message.subject,
    subject: { ...subject, title },
    messageId,
    ancestors,
    sender,
    body,
    start: message.end,
    holdsDiff: problem !== null || body.lines.some((_, index) => index >= message.end && beginsFile(body, index)),
    problem,
  };
}

/** A diff alone, or one that `git show` printed under its commit. */
function readPlainDiff(name: string, bytes: Uint8Array): readonly Letter[] | Failure {
  const body = sourceLines(withoutTransportCarriageReturns(decodeText(bytes)), name);
  const commits = body.lines.filter((line) => line.startsWith('commit ') && /^commit [0-9a-f]{40}/.test(line));
  if (commits.length > 1) {
    const remedy = 'pass them as mails, for instance from `git format-patch --stdout`';
    return failure(name, 'it holds several commits in the form of `git log`, and their order is unknown', remedy);
  }
  const id = commits[0] !== undefined && commits[0] === body.lines[0] ? commits[0].split(' ')[1] : undefined;
  const title = id === undefined ? undefined : body.lines.find((line) => line.startsWith('    '))?.trim();
  return [
    {
      kind: 'diff',
      from: name,
      id: id ?? name,
      subjectLine: title ?? null,
      subject: readSubject(title ?? ''),
      messageId: null,
      ancestors: [],
      sender: '',
      body,
      start: 0,
      holdsDiff: true,
      problem: null,
    },
  ];
}

function refuseBytes(name: string, bytes: Uint8Array): Failure | null {
  if (bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))) {
    return failure(name, 'is empty', 'pass a patch, for instance from `git format-patch` or `git diff`');
  }
  if (beginsWith(bytes, 0x1f, 0x8b)) return failure(name, 'is compressed', 'unpack it with `gunzip`');
  if (beginsWith(bytes, 0xff, 0xfe) || beginsWith(bytes, 0xfe, 0xff)) {
    return failure(name, 'is written in UTF-16', 'write it with `git diff --output=FILE` instead of a shell redirect');
  }
  return null;
}

function beginsWith(bytes: Uint8Array, ...first: readonly number[]): boolean {
  return first.every((byte, index) => bytes[index] === byte);
}
