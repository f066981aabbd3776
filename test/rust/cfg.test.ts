import { cfgHolds } from '../../src/rust/cfg.ts';
import { lex } from '../../src/rust/lexer.ts';

test.each<[string, boolean | undefined]>([
  ['all()', true],
  ['any()', false],
  ['not(any())', true],
  ['test', false],
  ['unix', true],
  ['feature = "alloc"', false],
  ['target_os = "windows"', false],
  ['target_pointer_width = "64"', true],
  ['CONFIG_PRINTK', undefined],
  ['not(CONFIG_PRINTK)', undefined],
  ['any(CONFIG_PRINTK, unix)', true],
  ['all(CONFIG_PRINTK, test)', false],
  ['target_arch = "x86_64"', undefined],
])('%s', (predicate, expected) => {
  expect(cfgHolds(lex(predicate), 0).holds).toBe(expected);
});
