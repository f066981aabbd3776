/** What the labels say of findings: found, missed, silent, noisy; by kind of remark and by rule. */
import type { RuleFigures } from '../../src/rules/accuracy.ts';

export interface Label {
  readonly id: string;
  readonly set: 'remarks' | 'accepted';
  /** `finding`: the program should report it; `partial`: it can point at the lines; `out-of-reach`: it takes a reader. */
  readonly expect: 'finding' | 'partial' | 'out-of-reach' | 'silent';
  readonly kind?: string;
  readonly file?: string;
  readonly lines?: readonly number[];
  /** The Message-Id; of some remarks it is not known, and they count as not read. */
  readonly patch?: string;
  readonly archive?: string;
  readonly commit?: string;
}

interface Found {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly path: string;
  readonly line: number;
  readonly related: readonly { readonly path: string; readonly line: number }[];
}

export interface Case {
  readonly label: Label;
  /** Null where there is none, which `why` explains. */
  readonly review: { readonly findings: readonly Found[] } | null;
  readonly why: string | null;
}

export interface Share {
  readonly right: number;
  readonly of: number;
}

export interface Figures {
  readonly read: Share;
  readonly unread: readonly { readonly id: string; readonly why: string }[];
  readonly finding: Share;
  readonly partial: Share;
  readonly silent: Share;
  readonly kinds: Readonly<Record<string, Share>>;
  readonly accepted: {
    readonly patches: number;
    readonly withError: number;
    readonly withWarning: number;
    readonly notes: number;
  };
  readonly rules: Readonly<Record<string, RuleFigures>>;
  readonly missed: readonly string[];
  readonly noisy: readonly string[];
}

/** In lines: how near to the remark a finding has to be. A remark often quotes the line above or below. */
const NEAR = 6;

/** Counts what was new: it says that there is unsafe code, not that something is wrong with it. */
const COUNTS_ALONE = 'new-unsafe';

export function scoreOf(cases: readonly Case[]): Figures {
  const unread = cases.flatMap(({ label: { id }, why }) => (why === null ? [] : [{ id, why }]));
  const read = cases.flatMap(({ label, review }) => (review === null ? [] : [{ label, findings: review.findings }]));
  const remarks = read.filter(({ label }) => label.set === 'remarks');
  const accepted = read.filter(({ label }) => label.set === 'accepted');
  const of = (expect: Label['expect']) => remarks.filter(({ label }) => label.expect === expect);
  const isFound = ({ label, findings }: (typeof read)[number]) => findings.some((each) => isNear(label, each));
  const isSilent = ({ findings }: (typeof read)[number]) => findings.every(({ severity }) => severity === 'info');
  const wanted = [...of('finding'), ...of('partial')];
  const kinds: Record<string, Share> = {};
  for (const each of wanted) {
    const known = kinds[each.label.kind ?? ''] ?? { right: 0, of: 0 };
    kinds[each.label.kind ?? ''] = { right: known.right + (isFound(each) ? 1 : 0), of: known.of + 1 };
  }
  return {
    read: { right: read.length, of: cases.length },
    unread,
    finding: share(of('finding'), isFound),
    partial: share(of('partial'), isFound),
    silent: share(of('silent'), isSilent),
    kinds,
    accepted: {
      patches: accepted.length,
      withError: accepted.filter(({ findings }) => findings.some(({ severity }) => severity === 'error')).length,
      withWarning: accepted.filter((each) => !isSilent(each)).length,
      notes: accepted.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'info').length,
    },
    rules: rulesOf(wanted, accepted),
    missed: wanted.filter((each) => !isFound(each)).map(({ label }) => label.id),
    noisy: [...of('silent'), ...accepted].filter((each) => !isSilent(each)).map(({ label }) => label.id),
  };
}

function share<T>(all: readonly T[], isRight: (each: T) => boolean): Share {
  return { right: all.filter(isRight).length, of: all.length };
}

function isNear({ file, lines = [] }: Label, { rule, path, line, related }: Found): boolean {
  if (rule === COUNTS_ALONE) return false;
  return [{ path, line }, ...related].some(
    (place) => place.path === file && lines.some((wanted) => Math.abs(wanted - place.line) <= NEAR),
  );
}

type Read = { readonly label: Label; readonly findings: readonly Found[] };

function rulesOf(remarks: readonly Read[], accepted: readonly Read[]): Record<string, RuleFigures> {
  const names = [...remarks, ...accepted].flatMap(({ findings }) => findings.map(({ rule }) => rule));
  const said = accepted.flatMap(({ findings }) => findings);
  const count = (rule: string, severity: Found['severity']) =>
    said.filter((each) => each.rule === rule && each.severity === severity).length;
  return Object.fromEntries(
    [...new Set(names)].sort().map((rule) => [
      rule,
      {
        remarks: remarks.filter(({ label, findings }) =>
          findings.some((each) => each.rule === rule && isNear(label, each)),
        ).length,
        errors: count(rule, 'error'),
        warnings: count(rule, 'warning'),
        notes: count(rule, 'info'),
      },
    ]),
  );
}
