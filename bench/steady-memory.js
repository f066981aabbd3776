/** A process of its own: the same patch 5,000 times; prints the resident set in MB after every 500 reviews, as JSON. */
import { readFileSync } from 'node:fs';
import { BEFORE, fiveFilePatch } from './kernel.js';
import { DIST } from './measure.js';

const load = (file) => import(new URL(file, DIST).href);
const { reviewPatches } = await load('app/review-series.js');
const { readPatches } = await load('patch/series.js');
const { workTree } = await load('git/work-tree.js');
const { DEFAULT_POLICY } = await load('review/policy.js');

const { path } = fiveFilePatch();
const bytes = readFileSync(path);
const sources = { tree: workTree(BEFORE), blobs: null, basis: 'tree', isBinding: true };
const resident = [];
for (let count = 1; count <= 5000; count += 1) {
  const series = await readPatches([{ name: 'five.patch', bytes }]);
  await reviewPatches(series, sources, { base: null, head: null }, DEFAULT_POLICY);
  // a job ends and the next one comes from outside; in one stretch the parser would keep its trees
  await new Promise((resolve) => setImmediate(resolve));
  if (count % 500 === 0) resident.push(Math.round(process.memoryUsage.rss() / 2 ** 20));
}
process.stdout.write(JSON.stringify(resident));
