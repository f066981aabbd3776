/** The severities that a rule declares are those that it gives: the tables in README, `rules` and docs/rules say what is so. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Finding, LAYERS } from '../../src/finding/finding.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { looksAtExamples, severitiesIn } from '../../src/rules/rule.ts';
import { type Fixture, findingsOf, readFixture } from '../support/fixtures.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FIXTURES = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: folder }) => readdirSync(HERE + folder).map((name) => `${HERE}${folder}/${name}`))
  .map((path) => readFixture(readFileSync(path, 'utf8')));

/** A file of each layer that has rules. */
const PATHS = ['drivers/fixture.rs', 'rust/kernel/fixture.rs', 'rust/bindings/fixture.rs'];

/** All of the code as the example of one function. */
function asExample(fixture: Fixture): Fixture {
  const lines = fixture.code.split('\n').map((line) => `/// ${line}`);
  return { ...fixture, before: null, code: ['/// ```', ...lines, '/// ```', 'pub fn example() {}'].join('\n') };
}

/** What all fixtures give, each where it is and in every layer, as a patch or as it is, and as an example. */
const FOUND: readonly Finding[] = FIXTURES.flatMap((fixture) =>
  [...new Set([fixture.path, ...PATHS])].flatMap((path) => [
    ...findingsOf({ ...fixture, path }),
    ...findingsOf({ ...asExample(fixture), path }),
  ]),
);

function seen(rule: string, isMeant: (finding: Finding) => boolean): readonly string[] {
  const findings = FOUND.filter((finding) => finding.rule === rule && isMeant(finding));
  return [...new Set(findings.map(({ severity }) => severity))].toSorted();
}

test.each(RULES.map((rule) => [rule.id, rule] as const))(
  '%s gives the severities that it declares, and gives each',
  (id, rule) => {
    for (const layer of LAYERS) {
      const given = seen(id, (finding) => finding.layer === layer && !finding.inDocExample).join();
      const declared = [...severitiesIn(rule, layer)].toSorted().join();
      if (given !== declared)
        throw new Error(
          `${id}: in ${layer} it declares ${declared || 'nothing'}, and the fixtures give ${given || 'nothing'}. ` +
            `Change \`severity\` and \`otherSeverities\` in src/rules/${id}.ts, or add code that gives the others to test/rules/${id}/.`,
        );
    }
    const inExamples = seen(id, ({ inDocExample }) => inDocExample);
    expect(inExamples).toEqual(looksAtExamples(rule) ? ['info'] : []);
  },
);

test('the usual severity of a rule is not among its others, and comes first', () => {
  for (const rule of RULES)
    for (const layer of LAYERS) {
      const all = severitiesIn(rule, layer);
      expect(all[0]).toBe(rule.severity[layer]);
      expect(new Set(all).size).toBe(all.length);
    }
});
