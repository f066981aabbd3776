/**
 * Begins a rule: src/rules/ID.ts, test/rules/ID/ with two fixtures, and its lines in the catalogue.
 *
 *   npm run new:rule static-mut
 *
 * What it writes compiles and finds nothing. The tests of the rules then say what is to be written, place by place (CONTRIBUTING.md, "Add a rule").
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Script } from 'node:vm';
import { fixtureTexts, nameOf, ruleText, withRule } from './new-rule-texts.js';

const CATALOGUE = 'src/rules/catalogue.ts';

const [id, ...others] = process.argv.slice(2);
try {
  if (id === undefined || others.length > 0) throw new Error('name one rule, as `npm run new:rule static-mut`');
  const catalogue = readCatalogue();
  refuse(id, catalogue);
  writeAll({
    [`src/rules/${id}.ts`]: ruleText(id),
    [`test/rules/${id}`]: fixtureTexts(id),
    [CATALOGUE]: withRule(catalogue, id),
  });
  console.log(`src/rules/${id}.ts and test/rules/${id}/ are there, and ${CATALOGUE} has the rule.
Next: \`npm run test:quick -- test/rules test/docs\` says what is to be written; CONTRIBUTING.md, "Add a rule", says how.`);
} catch (error) {
  console.error(`new-rule: ${error.message}`);
  process.exitCode = 2;
}

function readCatalogue() {
  if (!existsSync(CATALOGUE)) throw new Error(`there is no ${CATALOGUE} here; call it in the folder of the checkout`);
  return readFileSync(CATALOGUE, 'utf8');
}

/** Throws where there can be no rule of this id. */
function refuse(id, catalogue) {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id))
    throw new Error(`\`${id}\` is not an id; write small letters, digits and single hyphens, as \`static-mut\``);
  const taken = [`src/rules/${id}.ts`, `test/rules/${id}`, `docs/rules/${id}.md`].find((path) => existsSync(path));
  if (taken !== undefined) throw new Error(`${taken} is there already; choose another id, or change that rule`);
  const name = nameOf(id);
  const names = `${catalogue}\n${ruleText('')}`.match(/\b\w+\b/g);
  if (!isName(name) || names.includes(name))
    throw new Error(`\`${id}\` would be \`${name}\` in the code, which has another meaning there; choose another id`);
}

function isName(name) {
  try {
    return new Script(`'use strict'; const ${name} = 0;`) !== undefined;
  } catch {
    return false;
  }
}

/** All or nothing: what is written first is a folder beside the real ones; where a move fails, those before it are undone. */
function writeAll(files) {
  const staging = mkdtempSync('.new-rule-');
  const undo = [];
  try {
    for (const [path, text] of Object.entries(files)) {
      const staged = join(staging, basename(path));
      if (typeof text === 'string') writeFileSync(staged, text);
      else {
        mkdirSync(staged);
        for (const [name, part] of Object.entries(text)) writeFileSync(join(staged, name), part);
      }
    }
    for (const path of Object.keys(files)) {
      const before = existsSync(path) ? readFileSync(path) : undefined;
      renameSync(join(staging, basename(path)), path);
      undo.push(() => (before === undefined ? rmSync(path, { recursive: true }) : writeFileSync(path, before)));
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
