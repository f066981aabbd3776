/** The figures of a tree by layer, as rows of a table. */
import { LAYERS } from '../../finding/finding.ts';
import type { Audit, LayerFigures } from '../../review/review.ts';
import { SITE_KINDS } from '../../rust/site.ts';
import { thousands } from './phrases.ts';
import type { Align, Row } from './table.ts';

const HEAD = ['layer', 'files', 'lines', ...SITE_KINDS, 'in macros', 'undocumented'] as const;

export const FIGURES_ALIGN: readonly Align[] = HEAD.map((_, at) => (at === 0 ? 'left' : 'right'));

/** A head, one row for each layer that has files, and their sum; nothing where no layer has any. */
export function figureRows({ layers }: Audit): readonly Row[] {
  const present = LAYERS.filter((layer) => layers[layer].files > 0);
  if (present.length === 0) return [];
  const figures = present.map((layer) => figuresOf(layers[layer]));
  const total = HEAD.slice(1).map((_, at) => figures.reduce((sum, row) => sum + (row[at] ?? 0), 0));
  return [
    HEAD,
    ...present.map((layer, at) => [layer, ...(figures[at] ?? []).map(thousands)]),
    ...(present.length > 1 ? [['total', ...total.map(thousands)]] : []),
  ];
}

function figuresOf(layer: LayerFigures): readonly number[] {
  const inMacros = SITE_KINDS.reduce((sum, kind) => sum + layer.sitesInMacros[kind], 0);
  return [layer.files, layer.lines, ...SITE_KINDS.map((kind) => layer.sites[kind]), inMacros, layer.undocumented];
}
