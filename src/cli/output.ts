/** Where results go: standard output, or a file that is written whole or not at all. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { type Failure, failure } from '../text/failure.ts';

export function writeOutput(text: string, file: string | undefined): Promise<Failure | undefined> {
  return file === undefined ? writeOut(text) : Promise.resolve(writeFile(text, file));
}

/** A pipe that closes early is the reader's will, and no error. */
function writeOut(text: string): Promise<undefined> {
  return new Promise((resolve, reject) => {
    process.stdout.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' ? resolve(undefined) : reject(error),
    );
    process.stdout.write(text, () => resolve(undefined));
  });
}

function writeFile(text: string, file: string): Failure | undefined {
  const unfinished = `${file}.${process.pid}.part`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
    return undefined;
  } catch (error) {
    rmSync(unfinished, { force: true });
    return failure(
      file,
      `cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      'name a file in a folder that can be written with --output',
    );
  }
}
