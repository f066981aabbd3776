/** Options of rules: what a rule declares, and what the settings give. Plain data. */

/** A list of words that the settings may replace. */
export interface RuleOption {
  /** A sentence for the rule's page and for editors; Markdown. */
  readonly description: string;
  readonly byDefault: readonly string[];
  /** What each word has to match, as in JSON Schema. */
  readonly pattern: string;
  readonly example: string;
}

/** The options of one rule, by their names in the settings. */
export type RuleOptions = Readonly<Record<string, RuleOption>>;

/** What the settings say, by rule and option. */
export type GivenOptions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** A rule as far as the settings have to know it. */
export interface KnownRule {
  readonly id: string;
  readonly options?: RuleOptions;
}

/** The words that hold for an option of a rule. @throws where the rule does not declare it */
export function optionOf({ id, options }: KnownRule, name: string, given: GivenOptions): readonly string[] {
  const declared = options?.[name];
  if (declared === undefined) throw new Error(`the rule ${id} has no option ${name}`);
  return given[id]?.[name] ?? declared.byDefault;
}
