/** The embedded store: the contract, and what a file and a process of its own bring with them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../src/queue/embedded.ts';
import { describeStore } from './contract.ts';
import { opened } from './events.ts';

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kra-store-'));
  folders.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describeStore(async (options) =>
  opened(await openEmbeddedStore(join(newFolder(), 'data'), { about: 'test', ...options })),
);
