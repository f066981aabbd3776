/** What changes nothing but the looks or the place of code makes nothing new. */
import fc from 'fast-check';
import type { Finding } from '../../src/finding/finding.ts';
import { auditFile } from '../../src/review/audit.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { holds } from '../support/holds.ts';
import { functionNamed, type Item, items, writeRust } from '../support/random-rust.ts';
import { reviewChange } from '../support/review-files.ts';

const PATHS = ['drivers/net/ring.rs', 'drivers/ring/ring.rs', 'rust/kernel/ring.rs', 'rust/helpers/ring.rs'];
const path = fc.constantFrom(...PATHS);
const layout = fc.integer({ min: 1, max: 0xffff });
const prints = (findings: readonly Finding[]) => findings.map(({ fingerprint }) => fingerprint).toSorted();
const kindsOf = (sites: object) => Object.values(sites).flatMap((kinds) => Object.values(kinds as object));

test('identical code before and after gives no finding', () =>
  holds(
    60,
    fc.asyncProperty(path, items(), async (at, all) => {
      const text = writeRust(all);
      const { findings, delta } = await reviewChange({ [at]: text }, { [at]: `${text}\n` });
      expect(findings).toEqual([]);
      expect(delta.layers).toEqual({});
    }),
  ));

test('a new layout makes nothing new, and keeps the fingerprints', () =>
  holds(
    100,
    fc.asyncProperty(path, items(), layout, async (at, all, number) => {
      const [plain, laidOut] = [writeRust(all), writeRust(all, number)];
      fc.pre(plain !== laidOut);
      const { findings, delta } = await reviewChange({ [at]: plain }, { [at]: laidOut });
      expect(findings).toEqual([]);
      expect(delta.layers).toEqual({});
      const audit = (text: string) => prints(auditFile(at, text, RULES, DEFAULT_POLICY).findings);
      expect(audit(laidOut)).toEqual(audit(plain));
    }),
  ));

test.each([['told', true], ['not told']])('a rename that the patch has %s makes nothing new', (_, isTold = false) =>
  holds(
    60,
    fc.asyncProperty(fc.uniqueArray(path, { minLength: 2, maxLength: 2 }), items(), async ([from, to], all) => {
      const text = writeRust(all);
      fc.pre(text !== '');
      const descents = isTold ? [{ how: 'rename', from: from as string, to: to as string } as const] : [];
      const { findings, delta } = await reviewChange({ [from as string]: text }, { [to as string]: text }, descents);
      expect(findings).toEqual([]);
      const changes = kindsOf(delta.layers) as { changed: number; added: number; removed: number }[];
      expect(changes.every(({ changed }) => changed === 0)).toBe(true);
    }),
  ),
);

test('a function that moves into another file makes nothing new', () =>
  holds(
    100,
    fc.asyncProperty(
      fc.uniqueArray(path, { minLength: 2, maxLength: 2 }),
      items(3),
      items(3),
      functionNamed('ring_function_that_moves'),
      fc.nat(3),
      async ([from = '', to = ''], source, target, moved, place) => {
        const insert = (all: readonly Item[]) => writeRust([...all.slice(0, place), moved, ...all.slice(place)]);
        const { findings, delta } = await reviewChange(
          { [from]: insert(source), [to]: writeRust(target) },
          { [from]: writeRust(source), [to]: insert(target) },
        );
        expect(findings).toEqual([]);
        const changes = kindsOf(delta.layers) as { changed: number; added: number; removed: number }[];
        expect(changes.every(({ changed }) => changed === 0)).toBe(true);
      },
    ),
  ));
