/** Writes a repository of the fake GitHub as a real bare git repository, for tests that compare with the command line. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { GitObject } from './objects.ts';
import type { RepositoryState } from './world.ts';

const TYPES: Readonly<Record<GitObject['kind'], number>> = { commit: 1, tree: 2, blob: 3 };

/** @param folder is made; branches and `refs/pull/N/head` are there as on GitHub */
export function exportRepository({ objects, branches, pulls, defaultBranch }: RepositoryState, folder: string): void {
  const git = (...rest: readonly string[]) => execFileSync('git', rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  git('init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`, folder);
  const pack = packOf([...objects.all.values()]);
  const path = join(folder, 'objects', 'pack', `pack-${pack.subarray(-20).toString('hex')}.pack`);
  writeFileSync(path, pack);
  git('-C', folder, 'index-pack', path);
  const refs = [
    ...[...branches].map(([name, id]) => [`refs/heads/${name}`, id] as const),
    ...[...pulls.values()].map(({ number, head }) => [`refs/pull/${number}/head`, head] as const),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  const header = '# pack-refs with: peeled fully-peeled sorted \n';
  writeFileSync(join(folder, 'packed-refs'), header + refs.map(([name, id]) => `${id} ${name}\n`).join(''));
  appendFileSync(join(folder, 'config'), '[gc]\n\tauto = 0\n');
}

function packOf(all: readonly GitObject[]): Buffer {
  const head = Buffer.alloc(12);
  head.write('PACK');
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(all.length, 8);
  const parts: Buffer[] = [head];
  for (const { kind, bytes } of all) parts.push(sizeOf(TYPES[kind], bytes.length), deflateSync(bytes, { level: 1 }));
  const body = Buffer.concat(parts);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}

/** The type and the size, seven bits a byte after the first four. */
function sizeOf(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size & 15)];
  for (let left = Math.floor(size / 16); left > 0; left = Math.floor(left / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 128;
    bytes.push(left & 127);
  }
  return Buffer.from(bytes);
}
