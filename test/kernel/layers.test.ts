/** Where code is between C and drivers, by its path alone. */
import { isWithoutRules, layerOf } from '../../src/kernel/layers.ts';

test.each([
  ['rust/bindings/lib.rs', 'ffi'],
  ['rust/uapi/lib.rs', 'ffi'],
  ['rust/helpers/ring.rs', 'ffi'],
  ['rust/ffi.rs', 'ffi'],
  ['rust/ffi.rs.d/ring.rs', 'abstraction'],
  ['rust/syn/lib.rs', 'vendored'],
  ['rust/zerocopy-derive/lib.rs', 'vendored'],
  ['rust/kernel/lib.rs', 'abstraction'],
  ['rust/uapi.rs', 'abstraction'],
  ['rust/pin-init/src/lib.rs', 'abstraction'],
  ['tools/ring.rs', 'host'],
  ['scripts/ring/main.rs', 'host'],
  ['samples/rust/hostprogs/ring.rs', 'host'],
  ['samples/hostprogs/ring.rs', 'host'],
  ['samples/rust/ring.rs', 'leaf'],
  ['drivers/rust/kernel/ring.rs', 'leaf'],
  ['drivers/scripts/ring.rs', 'leaf'],
])('%s is %s', (path, layer) => {
  expect(layerOf(path)).toBe(layer);
});

test('what settings say comes first', () => {
  const overrides = [{ matches: (path: string) => path === 'rust/kernel/ring.rs', layer: 'leaf' as const }];
  expect(layerOf('rust/kernel/ring.rs', overrides)).toBe('leaf');
  expect(layerOf('rust/kernel/slot.rs', overrides)).toBe('abstraction');
});

test.each([
  ['rust/syn/lib.rs', true],
  ['scripts/ring.rs', true],
  ['rust/pin-init/examples/ring.rs', true],
  ['rust/pin-init/src/ring.rs', false],
  ['drivers/ring.rs', false],
])('%s is without rules: %j', (path, isWithout) => {
  expect(isWithoutRules(path, layerOf(path))).toBe(isWithout);
});
