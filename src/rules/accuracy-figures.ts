/** Written by bench/labels/run.ts --write. */
import type { AccuracyFigures } from './accuracy.ts';

export const ACCURACY: AccuracyFigures = {
  patches: 98,
  remarks: 62,
  rules: {
    'allow-over-expect': { remarks: 1, errors: 0, warnings: 0, notes: 5 },
    'binding-in-signature': { remarks: 1, errors: 0, warnings: 0, notes: 2 },
    'bindings-bypass': { remarks: 2, errors: 0, warnings: 0, notes: 0 },
    'changed-safety-contract': { remarks: 0, errors: 0, warnings: 0, notes: 6 },
    'glob-bindings-import': { remarks: 1, errors: 0, warnings: 0, notes: 0 },
    'inline-asm': { remarks: 1, errors: 0, warnings: 0, notes: 1 },
    'misplaced-safety-doc': { remarks: 2, errors: 0, warnings: 0, notes: 0 },
    'missing-safety-doc': { remarks: 4, errors: 0, warnings: 0, notes: 0 },
    'new-unsafe': { remarks: 0, errors: 0, warnings: 0, notes: 36 },
    'raw-binding-parameter': { remarks: 1, errors: 0, warnings: 0, notes: 0 },
    'raw-c-entry': { remarks: 0, errors: 0, warnings: 0, notes: 1 },
    'repeated-safety-comment': { remarks: 1, errors: 0, warnings: 0, notes: 0 },
    'rust-integer-for-c': { remarks: 1, errors: 0, warnings: 0, notes: 2 },
    'send-sync-impl': { remarks: 6, errors: 0, warnings: 0, notes: 13 },
    'stale-safety-comment': { remarks: 0, errors: 0, warnings: 0, notes: 5 },
    'static-mut': { remarks: 0, errors: 0, warnings: 0, notes: 0 },
    'suppressed-safety-lint': { remarks: 0, errors: 0, warnings: 0, notes: 1 },
    transmute: { remarks: 1, errors: 0, warnings: 0, notes: 9 },
    'undocumented-unsafe': { remarks: 14, errors: 1, warnings: 0, notes: 0 },
    'unfounded-safety-comment': { remarks: 1, errors: 0, warnings: 0, notes: 2 },
    'unnecessary-safety-comment': { remarks: 1, errors: 0, warnings: 0, notes: 0 },
    'unnecessary-safety-doc': { remarks: 0, errors: 0, warnings: 0, notes: 0 },
    'weak-safety-comment': { remarks: 8, errors: 0, warnings: 0, notes: 4 },
  },
};
