/** Golden Markdown files of what the App publishes. `UPDATE_GOLDEN=1` writes them anew. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./golden/', import.meta.url));
const isUpdating = process.env['UPDATE_GOLDEN'] === '1';

/** Fails where `text` is not what the golden file says. */
export function expectGolden(name: string, text: string): void {
  if (isUpdating) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(FOLDER + name, text);
  }
  expect(text).toBe(readFileSync(FOLDER + name, 'utf8'));
}

export function goldenNames(): readonly string[] {
  return readdirSync(FOLDER).toSorted();
}

export function readGolden(name: string): string {
  return readFileSync(FOLDER + name, 'utf8');
}
