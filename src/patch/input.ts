/** One input: what it is (a diff, a mail, a mailbox), and the letters in it. */
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { type SourceLines, sourceLines, withoutTransportCarriageReturns } from './lines.ts';
import { decodeText, readMail } from './mail.ts';
import { splitMails } from './mbox.ts';
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
  readonly body: SourceLines;
}

/** The letters of an input, in the order in which they stand there. */
export async function readLetters({ name, bytes }: PatchInput): Promise<readonly Letter[] | Failure> {
  const refusal = refuseBytes(name, bytes);
  if (refusal !== null) return refusal;
  const start = beginsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
  const rawMails = splitMails(
    Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start).toString('latin1'),
  );
  if (rawMails === null) return readPlainDiff(name, bytes);
  const letters: Letter[] = [];
  for (const [index, raw] of rawMails.entries()) {
    const mail = await readMail(raw, name);
    if (isFailure(mail)) return mail;
    const nameOfMail = rawMails.length === 1 ? name : `${name}#${index + 1}`;
    letters.push({
      kind: 'mail',
      from: name,
      id: mail.commit ?? mail.messageId ?? nameOfMail,
      subjectLine: mail.subjectLine,
      subject: mail.subject,
      body: mail.body,
    });
  }
  return letters;
}

/** A diff by itself, or one that `git show` printed under its commit. */
function readPlainDiff(name: string, bytes: Uint8Array): readonly Letter[] | Failure {
  const body = sourceLines(withoutTransportCarriageReturns(decodeText(bytes)), name);
  const commits = body.lines.filter((line) => line.startsWith('commit ') && /^commit [0-9a-f]{40}/.test(line));
  if (commits.length > 1) {
    const remedy = 'give them as mails, for instance with `git format-patch --stdout`';
    return failure(name, 'several commits as `git log` prints them, in an order that cannot be known', remedy);
  }
  const id = commits[0] !== undefined && commits[0] === body.lines[0] ? commits[0].split(' ')[1] : undefined;
  const title = id === undefined ? undefined : body.lines.find((line) => line.startsWith('    '))?.trim();
  return [
    { kind: 'diff', from: name, id: id ?? name, subjectLine: title ?? null, subject: readSubject(title ?? ''), body },
  ];
}

function refuseBytes(name: string, bytes: Uint8Array): Failure | null {
  if (bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))) {
    return failure(name, 'is empty', 'give a patch, for instance from `git format-patch` or `git diff`');
  }
  if (beginsWith(bytes, 0x1f, 0x8b)) return failure(name, 'is compressed', 'unpack it with `gunzip`');
  if (beginsWith(bytes, 0xff, 0xfe) || beginsWith(bytes, 0xfe, 0xff)) {
    return failure(name, 'is written in UTF-16', 'write it with `git diff --output=FILE`, without the shell');
  }
  return null;
}

function beginsWith(bytes: Uint8Array, ...first: readonly number[]): boolean {
  return first.every((byte, index) => bytes[index] === byte);
}
