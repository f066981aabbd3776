/** Findings, and what could not be read, as lists in GitHub's Markdown. */
import { type Exempt, type Finding, isGap, type Unread } from '../../finding/finding.ts';
import * as words from '../select/phrases.ts';
import { isActive, mostSevereFirst } from '../select/selection.ts';
import { pathUri } from '../select/uri.ts';
import { code, prose } from './markdown-escape.ts';
import { list, type Part } from './markdown-fit.ts';
import { type RuleLinks, ruleName } from './rule-links.ts';

/** Where a finding is, and its rule; Markdown. */
export interface Links {
  readonly placeOf: (finding: Finding) => string;
  readonly ruleName: (rule: string) => string;
}
/** What the series knows of it, in words. */
export type FateOf = (finding: Finding) => readonly string[];

/** Errors and warnings, a list for each rule, the most severe first. */
export function ruleParts(findings: readonly Finding[], links: Links, fateOf: FateOf): readonly Part[] {
  const active = mostSevereFirst(findings.filter(isActive));
  const keyOf = ({ severity, rule }: Finding) => `${severity} ${rule}`;
  const keys = [...new Set(active.map(keyOf))];
  return keys.map((key) =>
    rulePart(
      active.filter((finding) => keyOf(finding) === key),
      links,
      fateOf,
    ),
  );
}

/** A help that all findings share is printed once, above them. */
function rulePart(group: readonly Finding[], { placeOf, ruleName }: Links, fateOf: FateOf): Part {
  const [first] = group;
  const sharedHelp = first !== undefined && group.every(({ help }) => help === first.help) ? helpOf(first) : undefined;
  const items = group.map((finding) => {
    const facts = [finding.message, ...words.circumstances(finding), ...fateOf(finding), ...placesOf(finding)]
      .map(prose)
      .join('; ');
    return `${placeOf(finding)}: ${facts}${sharedHelp === undefined ? `  \n  ${helpOf(finding)}` : ''}`;
  });
  const title = `#### ${words.capitalised(first?.severity ?? '')}: ${ruleName(first?.rule ?? '')}`;
  return list(sharedHelp ? `${title}\n\n${sharedHelp}` : title, items);
}

function helpOf({ help }: Finding): string {
  return prose(words.sentence(help));
}

/** Whole files before parts of files. */
export function unreadPart(unread: readonly Unread[]): Part {
  const wholeFirst = unread.toSorted((one, other) => Number(isGap(other)) - Number(isGap(one)));
  const items = wholeFirst.map((one) => `${code(one.path)}: ${prose(words.unreadReason(one))}`);
  return list(`#### ${words.capitalised(words.NOT_READ)}`, items);
}

/** Code that no rule covers. */
export function exemptPart(exempt: readonly Exempt[]): Part {
  const items = exempt.map((one) => prose(words.exemptWords(one)));
  return list(`#### ${words.capitalised(words.EXEMPT)}`, items);
}

/** A finding on one line. */
export function briefly(finding: Finding, { placeOf, ruleName }: Links): string {
  return `${placeOf(finding)}: ${prose(finding.message)} (${ruleName(finding.rule)})`;
}

/** A finding on one line, and all places that belong to it. */
export function withPlaces(finding: Finding, links: Links): string {
  return [briefly(finding, links), ...placesOf(finding).map(prose)].join('; ');
}

/** One entry of a list is not to fill the page: so many lines of places, of some twelve each. */
const MOST_LINES = 20;

function placesOf({ related }: Finding): readonly string[] {
  const { texts, left } = words.firstPlaces(related, MOST_LINES);
  return [...texts.map((text) => `see ${text}`), ...(left > 0 ? [`and ${words.counted(left, 'more place')}`] : [])];
}

/** A suppressed finding, with the reason. */
export function becauseOf(finding: Finding, links: Links): string {
  return `${withPlaces(finding, links)}; ${prose(words.suppressedWords(finding))}`;
}

/** Each finding's `path:line` and its rule, as links where their addresses are known. */
export function linking(filesAt: string | undefined, rules: RuleLinks | undefined): Links {
  return {
    placeOf: ({ path, line }) => {
      const place = code(`${path}:${line}`);
      return filesAt === undefined ? place : `[${place}](${filesAt}${pathUri(path)}#L${line})`;
    },
    ruleName: (rule) => ruleName(rule, rules),
  };
}
