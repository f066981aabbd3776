import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT, scratch } from './program.ts';

test('the program runs without the code that was kept for it, and with code that is broken', () => {
  const { folder, remove } = scratch();
  try {
    for (const part of ['dist', 'package.json']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const code = join(folder, 'dist/main/program.js.code');
    const call = ['review', 'examples/ring-driver/series', '--tree', 'examples/ring-driver/tree'];
    const run = (cache = 'off') => {
      const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'dist/main/cli.js'), ...call], {
        cwd: ROOT,
        encoding: 'utf8',
        env: { ...process.env, KRA_CACHE: cache },
      });
      return { stdout, stderr };
    };
    expect(existsSync(code)).toBe(true);
    const whole = run();
    expect(whole).toMatchObject({ stdout: expect.stringContaining('undocumented-unsafe'), stderr: '' });
    // where the build's own code fits, nothing is kept
    expect(run(join(folder, 'unused'))).toEqual(whole);
    expect(existsSync(join(folder, 'unused/code'))).toBe(false);
    writeFileSync(code, 'no code at all');
    expect(run()).toEqual(whole);
    // the first run that may keep something keeps its own; what is damaged is made again
    const cache = join(folder, 'cache');
    expect(run(cache)).toEqual(whole);
    const [kept = ''] = readdirSync(join(cache, 'code'));
    // that of an older build goes when there is a newer one
    writeFileSync(join(cache, 'code', kept.replace(/^/, '1')), 'old');
    const own = join(cache, 'code', kept);
    const { size, mtimeMs } = statSync(own);
    expect(run(cache)).toEqual(whole);
    expect(statSync(own)).toMatchObject({ size, mtimeMs, mode: 0o100600 });
    writeFileSync(own, 'no code at all');
    expect(run(cache)).toEqual(whole);
    expect(statSync(own).size).toBeGreaterThan(size / 2);
    expect(readdirSync(join(cache, 'code'))).toEqual([kept]);
    // not from where others could write
    writeFileSync(own, 'no code at all');
    chmodSync(join(cache, 'code'), 0o777);
    expect(run(cache)).toEqual(whole);
    expect(readFileSync(own, 'utf8')).toBe('no code at all');
    rmSync(code);
    expect(run()).toEqual(whole);
  } finally {
    remove();
  }
});
