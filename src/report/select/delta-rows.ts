/** The unsafe delta as rows of a table and as one line. */
import { LAYERS } from '../../finding/finding.ts';
import type { Delta, SiteChanges } from '../../review/review.ts';
import { SITE_KINDS } from '../../rust/site.ts';
import type { Row } from './table.ts';

/** A head and one row for each layer that changed, with a column for each kind that did; nothing where none did. */
export function deltaRows(delta: Delta): readonly Row[] {
  const layers = LAYERS.filter((layer) => SITE_KINDS.some((kind) => hasChanges(delta.layers[layer]?.[kind])));
  const kinds = SITE_KINDS.filter((kind) => layers.some((layer) => hasChanges(delta.layers[layer]?.[kind])));
  if (layers.length === 0) return [];
  const body = layers.map((layer) => [layer, ...kinds.map((kind) => changesInSigns(delta.layers[layer]?.[kind]))]);
  return [['unsafe', ...kinds], ...body];
}

/** As `leaf block +2 -1, impl +1; abstraction fn ~1`; empty where nothing changed. */
export function deltaLine(delta: Delta): string {
  const [head, ...body] = deltaRows(delta);
  return body
    .map(([layer, ...cells]) => {
      const changed = cells.flatMap((cell, at) => (cell === '' ? [] : [`${head?.[at + 1]} ${cell}`]));
      return `${layer} ${changed.join(', ')}`;
    })
    .join('; ');
}

/** Whether no site changed and nothing of C was opened. */
export function isEmptyDelta(delta: Delta): boolean {
  return deltaRows(delta).length === 0 && Object.values(delta.cSurface).every((names) => names.length === 0);
}

function hasChanges(changes: SiteChanges | undefined): boolean {
  return changesInSigns(changes) !== '';
}

function changesInSigns(changes: SiteChanges | undefined): string {
  if (changes === undefined) return '';
  const signs = { '+': changes.added, '-': changes.removed, '~': changes.changed, '>': changes.moved };
  return Object.entries(signs)
    .flatMap(([sign, count]) => (count === 0 ? [] : [`${sign}${count}`]))
    .join(' ');
}
