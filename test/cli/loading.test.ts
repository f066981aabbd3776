import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
    const run = () => {
      const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'dist/main/cli.js'), ...call], {
        cwd: ROOT,
        encoding: 'utf8',
        env: { ...process.env, KRA_CACHE: 'off' },
      });
      return { stdout, stderr };
    };
    expect(existsSync(code)).toBe(true);
    const whole = run();
    expect(whole).toMatchObject({ stdout: expect.stringContaining('undocumented-unsafe'), stderr: '' });
    writeFileSync(code, 'no code at all');
    expect(run()).toEqual(whole);
    rmSync(code);
    expect(run()).toEqual(whole);
  } finally {
    remove();
  }
});
