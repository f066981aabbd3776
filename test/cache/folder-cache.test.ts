import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { folderCache } from '../../src/cache/folder-cache.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'kra-cache-'));
  folder = join(parent, 'made', 'when needed');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

test('what was put there comes back, in another process as well', async () => {
  const cache = folderCache(folder, 'program 1');
  const key = cache.keyOf(['index', 'abc']);
  expect(await cache.get(key)).toBeUndefined();
  await cache.put(key, { clk_get: ['Clk'] });
  expect(await folderCache(folder, 'program 1').get(key)).toEqual({ clk_get: ['Clk'] });
});

test('keys tell parts and programs apart', () => {
  const { keyOf } = folderCache(folder, 'program 1');
  const keys = [
    keyOf(['ab', 'c']),
    keyOf(['a', 'bc']),
    keyOf(['abc']),
    folderCache(folder, 'program 2').keyOf(['abc']),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('a broken file, and a folder that cannot be made, are as if nothing were there', async () => {
  const cache = folderCache(folder, '');
  const key = cache.keyOf(['index']);
  await cache.put(key, 1);
  writeFileSync(join(folder, `${key}.json`), '{ "half": ');
  expect(await cache.get(key)).toBeUndefined();
  writeFileSync(join(parent, 'file'), '');
  const nowhere = folderCache(join(parent, 'file', 'cache'), '');
  await nowhere.put(key, 1);
  expect(await nowhere.get(key)).toBeUndefined();
});

test('nothing unfinished stays, and the oldest go', async () => {
  const cache = folderCache(folder, '');
  for (let at = 0; at < 70; at += 1) await cache.put(cache.keyOf([String(at)]), at);
  const files = readdirSync(folder);
  expect(files).toHaveLength(64);
  expect(files.every((name) => name.endsWith('.json'))).toBe(true);
  expect(readFileSync(join(folder, `${cache.keyOf(['69'])}.json`), 'utf8')).toBe('69');
});
