/** Where results go: standard output, or a file that is written whole or not at all. */
import { fstatSync, lstatSync, realpathSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { writeWhole } from '../disk/files.ts';
import { type Failure, failure } from '../text/failure.ts';

const STANDARD_OUTPUT = 1;

/** @param file as `--output` names it; undefined and `-` for standard output */
export function writeOutput(text: string, file: string | undefined): Promise<Failure | undefined> {
  return file === undefined || file === '-' ? writeOut(text) : Promise.resolve(writeFile(text, file));
}

async function writeOut(text: string): Promise<Failure | undefined> {
  try {
    if (isFile(STANDARD_OUTPUT)) writeAll(text);
    else await writeToStream(text);
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    // a pipe that closes early is the reader's will, and no error
    if (code === 'EPIPE') return undefined;
    return failure('standard output', `cannot be written (${code})`, 'check where it leads, and that there is space');
  }
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

/** A disk that becomes full takes a part, and says so only when the rest comes; Node's own stream does not ask again. */
function writeAll(text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(STANDARD_OUTPUT, bytes, done);
}

function writeToStream(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.on('error', reject);
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

function writeFile(text: string, file: string): Failure | undefined {
  if (file === '') return failure('--output', 'needs a file name', 'pass one, or omit the option');
  try {
    const target = targetOf(file);
    if (target === null) writeFileSync(file, text);
    else writeWhole(target, text);
    return undefined;
  } catch (error) {
    return failure(file, `cannot be written (${codeOf(error)})`, 'pass a file in a writable folder with --output');
  }
}

/** The file itself, where a link leads to it; null for what must not be replaced: a device, a pipe, a link to a file that is not there yet. */
function targetOf(file: string): string | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  // a link may lead to what is not there yet; there it is made
  if (stats === undefined) return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ? null : file;
  return stats.isFile() || stats.isDirectory() ? realpathSync.native(file) : null;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
