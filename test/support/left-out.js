/** A reporter of jest, for machines without PostgreSQL: says at the end which test files were left out, why, and what brings them back. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOW_TO_INSTALL } from './find-postgres.js';

export default class LeftOut {
  #rootDir;
  #wanted;

  /** @param {{ rootDir: string, testPathPatterns: { patterns: readonly string[] } }} config jest's, as far as it is read */
  constructor({ rootDir, testPathPatterns }) {
    this.#rootDir = rootDir;
    this.#wanted = testPathPatterns.patterns.map((pattern) => new RegExp(pattern));
  }

  onRunComplete() {
    const files = readdirSync(join(this.#rootDir, 'test'), { recursive: true })
      .map((name) => `test/${name}`)
      .filter((path) => path.endsWith('.postgres.test.ts'))
      .filter((path) => this.#wanted.length === 0 || this.#wanted.some((pattern) => pattern.test(path)))
      .sort();
    if (files.length === 0) return;
    const lines = files.map((path) => `  ${path}: ${firstComment(join(this.#rootDir, path))}`);
    process.stderr.write(
      `\nLeft out, as there is no PostgreSQL on this machine:\n${lines.join('\n')}\nTo run them, ${HOW_TO_INSTALL}.\n`,
    );
  }
}

/** What a test file is about. */
function firstComment(file) {
  return /^\/\*\* (.*?) \*\/$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
}
