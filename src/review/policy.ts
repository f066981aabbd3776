/** What the repository's settings decide in a review; config/ makes one out of a file. */
import type { Layer, Severity } from '../finding/finding.ts';
import type { GivenOptions } from '../finding/rule-options.ts';
import { layerOf } from '../kernel/layers.ts';

export interface Policy {
  layerOf(path: string): Layer;
  /** Files without any finding. */
  isIgnored(path: string): boolean;
  /** The severity that replaces the rule's, or `off`. */
  severityOf(rule: string): Severity | 'off' | undefined;
  /** Options of rules that differ from the rules' own. */
  readonly options: GivenOptions;
  /** Whether findings of the rule in this file are allowed: they are kept as suppressed ones. */
  allows(rule: string, path: string): boolean;
  /** The reason for which this one finding is suppressed. */
  suppressionOf(fingerprint: string): string | undefined;
}

export const DEFAULT_POLICY: Policy = {
  layerOf: (path) => layerOf(path),
  isIgnored: () => false,
  severityOf: () => undefined,
  options: {},
  allows: () => false,
  suppressionOf: () => undefined,
};
