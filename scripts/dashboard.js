/** A Grafana dashboard of the App's metrics: one panel for each row of the metrics' table, by its kind and labels. */

const DATASOURCE = { type: 'prometheus', uid: '$' + '{datasource}' };
/** In units of Grafana's grid, which is 24 wide. */
const [WIDTH, HEIGHT, PER_ROW] = [8, 8, 3];

/**
 * @param {Readonly<Record<string, { kind: 'counter' | 'gauge' | 'histogram', help: string, labels: readonly string[], worst?: 'least' }>>} metrics
 * @returns {object} the dashboard, as Grafana imports it
 */
export function dashboardOf(metrics) {
  const panels = Object.entries(metrics).map(([name, metric], index) => ({
    id: index + 1,
    type: 'timeseries',
    title: name,
    description: metric.help,
    datasource: DATASOURCE,
    gridPos: { x: (index % PER_ROW) * WIDTH, y: Math.floor(index / PER_ROW) * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: { defaults: { unit: unitOf(name, metric), min: 0 }, overrides: [] },
    targets: queriesOf(name, metric).map(([legendFormat, expr], at) => ({
      refId: String.fromCharCode(65 + at),
      datasource: DATASOURCE,
      expr,
      legendFormat,
    })),
  }));
  return {
    title: 'kernel-rust-audit',
    uid: 'kernel-rust-audit',
    schemaVersion: 39,
    tags: ['kernel-rust-audit'],
    time: { from: 'now-24h', to: 'now' },
    refresh: '1m',
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus' }] },
    panels,
  };
}

function unitOf(name, { kind }) {
  if (name.endsWith('_seconds')) return 's';
  return kind === 'counter' ? 'cps' : 'short';
}

function queriesOf(name, { kind, labels, worst }) {
  const by = labels.length === 0 ? '' : ` by (${labels.join(', ')})`;
  const legend = labels.map((label) => `{{${label}}}`).join(' ');
  if (kind === 'counter') return [[legend, `sum${by} (rate(${name}[5m]))`]];
  // processes of one database see the same queue, but one of them may have no disk left, or know less of a quota
  if (kind === 'gauge') return [[legend || name, `${worst === 'least' ? 'min' : 'max'}${by} (${name})`]];
  const buckets = [...labels, 'le'].join(', ');
  return [0.5, 0.99].map((share) => [
    [`${share * 100} %`, legend].filter(Boolean).join(' '),
    `histogram_quantile(${share}, sum by (${buckets}) (rate(${name}_bucket[5m])))`,
  ]);
}
