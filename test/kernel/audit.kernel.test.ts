/** The standing figures of Linux 7.3.4; each was counted or judged by hand when this was written. */
import type { Finding } from '../../src/finding/finding.ts';
import { auditOf } from './audit.ts';

const AUDIT = auditOf('v7.3.4');

/** Places of what stands in code, neither suppressed nor in a documentation example. */
function standing(rule: string): string[] {
  const counts = ({ suppressed, inDocExample }: Finding) => suppressed === null && !inDocExample;
  return AUDIT.findings.filter((each) => each.rule === rule && counts(each)).map(({ path, line }) => `${path}:${line}`);
}

test('files and lines, as `find` and `wc -l` count them', () => {
  const layers = Object.values(AUDIT.layers);
  expect(layers.reduce((sum, { files }) => sum + files, 0)).toBe(496);
  expect(layers.reduce((sum, { lines }) => sum + lines, 0)).toBe(191_758);
});

test.each([
  { layer: 'ffi', files: 3, lines: 177, block: 0, fn: 0, impl: 1, trait: 0, extern: 0 },
  { layer: 'abstraction', files: 190, lines: 67_084, block: 1734, fn: 448, impl: 361, trait: 39, extern: 0 },
  { layer: 'leaf', files: 120, lines: 33_581, block: 185, fn: 35, impl: 71, trait: 0, extern: 4 },
  { layer: 'vendored', files: 176, lines: 90_208, block: 304, fn: 62, impl: 77, trait: 29, extern: 1 },
  { layer: 'host', files: 7, lines: 708, block: 0, fn: 0, impl: 0, trait: 0, extern: 0 },
] as const)('sites in code: $layer', ({ layer, files, lines, ...sites }) => {
  expect(AUDIT.layers[layer]).toMatchObject({ files, lines, sites });
});

test('everything was read, but for single items', () => {
  expect(AUDIT.complete).toBe(true);
  expect(AUDIT.unread.filter(({ partial }) => !partial)).toEqual([]);
});

test('the three undocumented sites are those that are real', () => {
  expect(standing('undocumented-unsafe')).toEqual([
    'rust/kernel/list/arc.rs:117',
    'rust/macros/module.rs:520',
    'rust/pin-init/internal/src/init.rs:141',
  ]);
});

test('the one unsafe function without a contract is real', () => {
  expect(standing('missing-safety-doc')).toEqual(['rust/kernel/drm/ioctl.rs:136']);
});

test.each(['unnecessary-safety-comment', 'unnecessary-safety-doc'])('no %s stands', (rule) => {
  expect(standing(rule)).toEqual([]);
});
