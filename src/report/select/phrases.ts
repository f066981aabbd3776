/** The sentences that several reports share; a rule's own texts are in its file. */
import {
  type Exempt,
  type Finding,
  isGap,
  type RelatedPlace,
  type Severity,
  type Unread,
} from '../../finding/finding.ts';
import type { Delta, Review } from '../../review/review.ts';
import type { RuleText } from '../../rules/rule.ts';
import { PROGRAM } from '../../text/name.ts';
import { clipped, visible } from './escape-unprintable.ts';
import { shortId } from './patch-labels.ts';
import type { Tally } from './selection.ts';

export const DELTA_LEGEND = '+added -removed ~changed >moved';
export const HUNKS_ONLY =
  'only the diff hunks were available; checks that need the whole file were skipped (use --tree or --repo)';
export const NOT_READ = 'not read';
export const READ_IN_PART = 'read in part';
export const EXEMPT = 'not checked by the rules';
export const FULL = '--full lists them all';
export const ABOUT_THIS_REVIEW = 'About this review:';
export const ABOUT_THIS_AUDIT = 'About this audit:';
export const NEW_HEADERS = 'New bindings headers:';
export const NEW_HELPERS = 'New helpers:';
export const UNMARKED_HELPERS = 'Helpers without `__rust_helper`:';
export const ROOT_OF_THE_TREE = 'The root of the tree that was analysed.';
export const SERIES_AS_A_WHOLE = 'the series as a whole';
export const LEAF_MODULES = 'drivers and samples';
export const ABSTRACTION_MODULES = 'modules of rust/kernel';
export const LEAF_BINDINGS = 'C symbols that leaf code uses';
export const BINDINGS_HEAD = ['symbol', 'kind', 'in leaf', 'in all', 'verdict', 'abstraction'] as const;
export const BY_RULE_HEAD = ['severity', 'rule', 'findings', 'first at'] as const;
export const CENSUS_LEGEND =
  'words: matches of `unsafe`, comments included; share: words per line; sites: blocks, fns, impls ... as above';
export const WHOLLY_SAFE = 'wholly safe Rust';
export const SITES_BY_KIND = 'sites by kind';
export const WORDS_BY_MODULE = 'unsafe words, by module';
export const OTHER_TREE_INCOMPLETE = 'part of it could not be read';
export const NOTHING_TO_AUDIT = 'nothing to audit';
export const NOTHING_FOUND_SO_FAR = 'no findings in what was read';

/** The headings of a rule's page, in their order. */
export const RULE_HEADINGS = {
  severity: ['layer', 'severity'],
  when: 'When',
  practice: 'What the kernel does',
  accuracy: 'How often it is right',
  bad: 'What it finds',
  good: 'What it accepts',
  options: 'Options in the settings',
  suppresses: 'How to suppress it',
  misses: 'What it misses',
  differs: 'Where it differs from Clippy',
  reference: 'Reference',
} as const;
export const RULE_TABLE_SUMMARY = 'what it finds';

/** How to suppress a rule: a sentence of Markdown. */
export function suppressionWords({ id, lints }: RuleText): string {
  if (lints.length === 0)
    return `No Clippy or rustc lint covers this. To silence it, set \`rules: { ${id}: off }\` or add a \`suppress\` entry in \`.github/kernel-rust-audit.yml\`.`;
  const names = listed(lints.map((lint) => `\`${lint}\``));
  return `Put \`#[allow]\` or \`#[expect]\` of ${names} on the code, or use \`rules\` or \`suppress\` in \`.github/kernel-rust-audit.yml\`.`;
}

/** What makes a review or audit incomplete: `1 file and 2 \`unsafe\` keywords could not be analysed`. */
export function gapWords(unread: readonly Unread[]): string {
  const files = unread.filter(({ partial }) => !partial).length;
  const keywords = unread.reduce((sum, each) => sum + (each.partial ? (each.keywords ?? 0) : 0), 0);
  const parts = [
    ...(files > 0 ? [counted(files, 'file')] : []),
    ...(keywords > 0 ? [counted(keywords, '`unsafe` keyword')] : []),
  ];
  return parts.length === 0 ? 'part of the code could not be analysed' : `${listed(parts)} could not be analysed`;
}

/** `text` without what mail programs and b4 look for: the colon behind `ERROR` or `Reviewed-by` is shown by its number. */
export function withoutTags(text: string): string {
  return text.replace(/(ERROR|-by\s*):/gi, (match, tag: string) => (tag === 'error' ? match : `${tag}\\u{3a}`));
}

/** `1 error`, `2 errors`, `14,112 lines`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${thousands(count)} ${count === 1 ? one : many}`;
}

/** `14112` as `14,112`. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `0.315` as `31.5%`. */
export function share(part: number, digits: number): string {
  return `${(100 * part).toFixed(digits)}%`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** How people read of a severity; `info` is its name in JSON and in the settings. */
export const SEVERITY_NAMES = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<
  Severity,
  string
>;

/** `2 errors, 1 warning, 3 notes`; zero counts are left out. */
export function tallyParts(counts: Tally): readonly string[] {
  return [
    ...(counts.error > 0 ? [counted(counts.error, 'error')] : []),
    ...(counts.warning > 0 ? [counted(counts.warning, 'warning')] : []),
    ...(counts.info > 0 ? [counted(counts.info, 'note')] : []),
  ];
}

/** The text with an upper-case first letter. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A sentence from a rule's words: first letter large, full stop. A word of code (`unsafe`) at the start stays as it is. */
export function sentence(words: string): string {
  if (words === '') return '';
  const isCode = /^(unsafe|extern|impl|fn|static|transmute|asm)\b/.test(words);
  const first = isCode ? words : capitalised(words);
  return /[.!?:]$/.test(first) ? first : `${first}.`;
}

/** How a finding relates to the patch and where: `new in `Ring::push``, `in a macro`. That a finding is new is said only with its place. */
export function circumstances(finding: Finding): readonly string[] {
  const standing = finding.standing === 'unchanged' ? '' : finding.standing;
  const item = finding.item === null ? '' : `in \`${clipped(finding.item, 120)}\``;
  const where = [standing, item].filter((word) => word !== '').join(' ');
  return [...(where === '' || where === 'new' ? [] : [where]), ...surroundings(finding)];
}

/** `in a macro`, `in a documentation example`. */
export function surroundings({ inMacro, inDocExample }: Finding): readonly string[] {
  return [...(inMacro ? ['in a macro'] : []), ...(inDocExample ? ['in a documentation example'] : [])];
}

/** `introduced in 2/5`, `fixed in 4/5`, as far as they are known and `here` is not the patch that is meant. */
export function fate(finding: Finding, here: string | null, numberOf: (id: string) => string): readonly string[] {
  const { introducedBy, resolvedBy } = finding;
  return [
    ...(introducedBy !== null && introducedBy !== here ? [`introduced in ${numberOf(introducedBy)}`] : []),
    ...(resolvedBy !== null && resolvedBy !== here ? [`fixed in ${numberOf(resolvedBy)}`] : []),
  ];
}

/** By what a finding is suppressed, and the reason that was given. */
export function suppressedWords({ suppressed }: Finding): string {
  if (suppressed === null) return '';
  const reason = suppressed.reason === null ? '' : `: ${clipped(suppressed.reason, 200)}`;
  return `suppressed by \`${clipped(suppressed.by, 120)}\`${reason}`;
}

/** Places with the same words, in one line. */
export interface PlaceLine {
  /** `a.rs:3, 9, 12: new unsafe block`. */
  readonly text: string;
  /** How many places are in it. */
  readonly places: number;
}

/** All places that belong to a finding, in their order; neighbours of the same file and words share one line, so that none is left out. */
export function placeLines(related: readonly RelatedPlace[]): readonly PlaceLine[] {
  const groups: { readonly first: RelatedPlace; readonly lines: number[] }[] = [];
  for (const place of related) {
    const last = groups.at(-1);
    const isSame = last?.first.path === place.path && last.first.message === place.message;
    if (isSame && last.lines.length < LINES_TOGETHER) last.lines.push(place.line);
    else groups.push({ first: place, lines: [place.line] });
  }
  return groups.map(({ first: { path, message }, lines }) => ({
    text: `${visible(path)}:${lines.join(', ')}: ${clipped(message, 400)}`,
    places: lines.length,
  }));
}

const LINES_TOGETHER = 12;

/** The first `most` lines of places, and how many places are in the others. */
export function firstPlaces(
  related: readonly RelatedPlace[],
  most: number,
): { readonly texts: readonly string[]; readonly left: number } {
  const lines = placeLines(related);
  const left = lines.slice(most).reduce((sum, { places }) => sum + places, 0);
  return { texts: lines.slice(0, most).map(({ text }) => text), left };
}

/** Why a file, or a part of it, was not read. */
export function unreadReason({ reason, partial }: Unread): string {
  return `${clipped(reason, 200)}${partial ? ' (in part)' : ''}`;
}

/** A file that was not read, with the reason. */
export function unreadWords(unread: Unread): string {
  return `${visible(unread.path)}: ${unreadReason(unread)}`;
}

/** `drivers/x/bindings.rs: generated code ...; 14 unsafe keywords`. */
export function exemptWords({ path, line, reason, keywords, isNew }: Exempt): string {
  const place = line > 1 ? `${visible(path)}:${line}` : visible(path);
  return `${place}: ${clipped(reason, 200)}; ${counted(keywords, '`unsafe` keyword')}${isNew ? '; new in this change' : ''}`;
}

/** `a.rs (too long), 2 more files, 3 in part: --full lists them all`. */
export function unreadInShort(unread: readonly Unread[]): string {
  const whole = unread.filter(isGap);
  const partial = unread.length - whole.length;
  const named = whole.slice(0, FILES_NAMED).map(({ path, reason }) => `${visible(path)} (${clipped(reason, 120)})`);
  const parts = [
    ...named,
    ...(whole.length > named.length ? [counted(whole.length - named.length, 'more file')] : []),
    ...(partial > 0 ? [`${thousands(partial)} in part`] : []),
  ];
  return `${parts.join(', ')}: ${FULL}`;
}

/** A file that could not be analysed has to be seen; only a crowd of them is counted. */
const FILES_NAMED = 5;

/** The revisions that were read, where they are known. */
export function revisionsWords({ base, head }: Pick<Review, 'base' | 'head'>): readonly string[] {
  const parts = [
    ...(base === null ? [] : [`base ${shortId(base)}`]),
    ...(head === null ? [] : [`head ${shortId(head)}`]),
  ];
  return parts.length === 0 ? [] : [parts.join(', ')];
}

/** What the patch opens of C to Rust, one phrase each for headers and helpers. */
export function surfaceWords({ cSurface }: Delta): readonly string[] {
  const names = (list: readonly string[]) => list.map((name) => clipped(name, 120)).join(', ');
  return [
    ...(cSurface.headers.length > 0 ? [`new bindings headers: ${names(cSurface.headers)}`] : []),
    ...(cSurface.helpers.length > 0 ? [`new helpers: ${names(cSurface.helpers)}`] : []),
    ...(cSurface.unmarkedHelpers.length > 0
      ? [`helpers without __rust_helper: ${names(cSurface.unmarkedHelpers)}`]
      : []),
  ];
}

/** The heading of a list of notes. */
export function notesHead(count: number): string {
  return counted(count, 'note');
}

/** The heading of a list of suppressed findings. */
export function suppressedHead(count: number): string {
  return `${thousands(count)} suppressed`;
}

/** Ends a comment that had to be cut. */
export function leftOutWords(left: number, use: string): string {
  const are = left === 1 ? 'entry is' : 'entries are';
  return `${thousands(left)} more ${are} not shown; \`${PROGRAM} ${use} --format json\` lists them all.`;
}

export const MAIL_CLOSING = 'To see what a rule checks, and why:';

/** The first sentence of a reply: what was reviewed, and how many findings there are; `counts` null: nothing to audit. */
export function mailOpening(patches: number, counts: Tally | null, complete: boolean): string {
  const scope = patches === 1 ? 'this patch' : `this series (${thousands(patches)} patches)`;
  if (counts === null) return `I ran ${PROGRAM} on ${scope}: it contains nothing to audit.`;
  const parts = tallyParts({ ...counts, info: 0 });
  const found = parts.length === 0 ? 'no errors or warnings' : parts.join(', ');
  if (complete) return `I ran ${PROGRAM} on ${scope}: ${found}.`;
  return `I ran ${PROGRAM} on ${scope}. It could not read everything; in the rest it found ${found}.`;
}

/** What the reader of a reply has to know about code that was not reviewed. */
export function mailLimits({ basis }: Review, unread: readonly Unread[], exempt: readonly Exempt[]): readonly string[] {
  const named = (some: readonly { readonly path: string; readonly reason: string }[]): string => {
    const names = some.slice(0, 5).map(({ path, reason }) => `${visible(path)} (${clipped(reason, 120)})`);
    return listed([...names, ...(some.length > 5 ? [`${thousands(some.length - 5)} more`] : [])]);
  };
  const [lost, partly] = [unread.filter(isGap), unread.filter((one) => !isGap(one))];
  return [
    ...(lost.length === 0 ? [] : [`Could not read: ${named(lost)}.`]),
    ...(partly.length === 0 ? [] : [`Could only read part of: ${named(partly)}.`]),
    ...(exempt.length === 0 ? [] : [`Not checked by the rules: ${named(exempt)}.`]),
    ...(basis === 'hunks' ? [sentence(HUNKS_ONLY)] : []),
  ];
}

/** Heads what changed against another tree. */
export function since(tree: string): string {
  return `since ${tree}`;
}

/** Ends a table of modules that had to be cut; `safe` of those that are left out are wholly safe. */
export function moreModules(count: number, safe: number): string {
  const ofThem = safe === 0 ? '' : ` (${safe === count ? '' : `${thousands(safe)} of them `}${WHOLLY_SAFE})`;
  return `and ${counted(count, 'more module')}${ofThem}: ${FULL}`;
}

/** Ends a list of names that had to be cut. */
export function andMoreNamed(count: number): string {
  return `and ${thousands(count)} more (--full)`;
}

/** For what was left out, and how to see it: `and 3 more notes: --full lists them all`. */
export function andMore(count: number, one: string): string {
  return `and ${counted(count, `more ${one}`)}: ${FULL}`;
}
