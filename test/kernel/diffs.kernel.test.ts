/** Two real changes, as reviewed code should come out: no error, few warnings; and the same by every way in. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_CACHE } from '../../src/app/ports/source-tree.ts';
import { runReview } from '../../src/cli/review-command.ts';
import type { Services } from '../../src/cli/surroundings.ts';
import { type Finding, LAYERS, type Layer } from '../../src/finding/finding.ts';
import { openRepository } from '../../src/git/repository.ts';
import { workTree } from '../../src/git/work-tree.ts';
import { ruleLinks } from '../../src/report/markdown/rule-links.ts';
import { UNGUARDED } from '../../src/review/guard.ts';
import type { Audit, Delta } from '../../src/review/review.ts';
import { SITE_KINDS, type SiteKind } from '../../src/rust/site.ts';
import { isFailure } from '../../src/text/failure.ts';
import { callOf } from '../support/call-of.ts';
import { auditOf } from './audit.ts';
import { diffOf, folderOf, gitInHistory, HISTORY, type Tree } from './trees.ts';

const SERVICES: Services = {
  openRepository,
  cache: NO_CACHE,
  workTree,
  guard: UNGUARDED,
  makeAuditor: () => async () => [],
  tool: { name: 'kernel-rust-audit', version: '0' },
  rules: ruleLinks(null),
  pullRequest: () => Promise.reject(new Error('no pull request is asked for')),
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
  readonly unread: readonly object[];
  readonly delta: Delta['layers'];
}

async function review(...args: readonly string[]): Promise<{ readonly json: ReviewJson; readonly status: number }> {
  const outcome = await runReview(callOf('review', '--format', 'json', ...args), SERVICES, { colour: false });
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
    expect({ status, complete: json.complete, basis: json.basis }).toEqual({
      status: 0,
      complete: true,
      basis: 'tree',
    });
  });
});

describe('7.2.13 to 7.3.4', () => {
  test('no error, few warnings', async () => {
    const { json, status } = await review(patchFile('v7.2.13', 'v7.3.4'), '--tree', folderOf('v7.2.13'));
    expect(places(json.findings, 'error')).toEqual([]);
    expect(places(json.findings, 'warning').length).toBeLessThanOrEqual(60);
    expect({ status, complete: json.complete, basis: json.basis }).toEqual({
      status: 0,
      complete: true,
      basis: 'tree',
    });
  });

  test('every result has the blob that the patch names, and without context it is the same', async () => {
    const whole = await review(patchFile('v7.2.13', 'v7.3.4'), '--tree', folderOf('v7.2.13'));
    for (const options of [['-U0', '--abbrev=12', '--no-full-index'], ['-U0', '--inter-hunk-context=4'], ['-U1']]) {
      const path = join(folder, 'other.patch');
      writeFileSync(path, diffOf('v7.2.13', 'v7.3.4', ...options, '--', '*.rs', 'rust'));
      const { json } = await review(path, '--tree', folderOf('v7.2.13'));
      expect([options, json.basis, json.unread]).toEqual([options, 'tree', whole.json.unread]);
      expect(comparable(json)).toBe(comparable(whole.json));
    }
  });

  test('what came and went is what the two trees differ by, and few sites that stayed count as new', async () => {
    const { json } = await review(patchFile('v7.2.13', 'v7.3.4'), '--tree', folderOf('v7.2.13'));
    const [before, after] = [auditOf('v7.2.13'), auditOf('v7.3.4')];
    const total = ({ layers }: Audit, layer: Layer, kind: SiteKind) =>
      layers[layer].sites[kind] + layers[layer].sitesInMacros[kind];
    for (const layer of LAYERS) {
      for (const kind of SITE_KINDS) {
        const { added = 0, removed = 0 } = json.delta[layer]?.[kind] ?? {};
        expect([layer, kind, added - removed]).toEqual([
          layer,
          kind,
          total(after, layer, kind) - total(before, layer, kind),
        ]);
      }
    }
    // matched by hand: 222 new blocks in abstractions, 7 in leaf code
    expect(json.delta.abstraction?.block?.added).toBeLessThanOrEqual(250);
    expect(json.delta.leaf?.block?.added).toBeLessThanOrEqual(8);
  });

  test('a tree, a range of a repository, and blobs by the index lines give the same', async () => {
    const patch = patchFile('v7.2.13', 'v7.3.4');
    const elsewhere = join(folder, 'elsewhere');
    gitInHistory('clone', '--quiet', '--shared', '--no-checkout', '.', elsewhere);
    // a HEAD to which the patch does not apply, so that only the blobs help
    gitInHistory('-C', elsewhere, 'update-ref', '--no-deref', 'HEAD', 'v6.12.107^{commit}');
    const byTree = await review(patch, '--tree', folderOf('v7.2.13'));
    const byBlobs = await review(patch, '--repo', elsewhere);
    const byRange = await review('v7.2.13..v7.3.4', '--repo', HISTORY);
    expect([byTree, byBlobs, byRange].map(({ json }) => json.basis)).toEqual(['tree', 'repository', 'repository']);
    // what the tree around the files has is asked of HEAD, which has no derives here
    const derived = ({ rule }: Finding) => rule !== 'handwritten-byte-impl';
    expect(comparable(byBlobs.json)).toBe(comparable(byTree.json, derived));
    expect(comparable(byRange.json)).toBe(comparable(byTree.json));
  });

  test('against the tree that it leads to it is the same patch, applied already', async () => {
    const patch = patchFile('v7.2.13', 'v7.3.4');
    const byBase = await review(patch, '--tree', folderOf('v7.2.13'));
    const byEnd = await review(patch, '--tree', folderOf('v7.3.4'));
    expect(comparable(byEnd.json)).toBe(comparable(byBase.json));
  });
});

/** The bytes of a review, without what names its ground: revisions, and the ids and subjects of its patches. */
function comparable(json: ReviewJson, isMeant: (finding: Finding) => boolean = () => true): string {
  const grounds = ['base', 'head', 'basis', 'id', 'subject', 'introducedBy', 'resolvedBy'];
  return JSON.stringify(json, (key, value) => {
    if (key === 'findings') return (value as Finding[]).filter(isMeant);
    return grounds.includes(key) ? undefined : value;
  });
}
