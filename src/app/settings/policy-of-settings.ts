/** From the repository's settings to the engine's policy, and to what counts of a series. */
import { globMatcher, matchesGlob } from '../../config/glob.ts';
import type { Settings } from '../../config/settings.ts';
import { layerOf } from '../../kernel/layers.ts';
import type { PerCommit } from '../../report/select/selection.ts';
import type { Policy } from '../../review/policy.ts';

/**
 * @param isKernel whether the paths are those of a kernel tree; elsewhere everything that no setting names is leaf code
 */
export function policyOf(settings: Settings, isKernel = true): Policy {
  const overrides = settings.layers.map(({ path, layer }) => ({
    matches: (each: string) => matchesGlob(each, path),
    layer,
  }));
  const isIgnored = globMatcher(settings.ignore);
  const allowed = new Map(Object.entries(settings.rules).map(([rule, { allow }]) => [rule, globMatcher(allow)]));
  const options = Object.fromEntries(
    Object.entries(settings.rules).map(([rule, given]) => [rule, given.options ?? {}]),
  );
  const reasons = new Map(settings.suppress.map(({ fingerprint, reason }) => [fingerprint, reason]));
  return {
    layerOf: (path) =>
      isKernel ? layerOf(path, overrides) : (overrides.find(({ matches }) => matches(path))?.layer ?? 'leaf'),
    isIgnored,
    severityOf: (rule) => settings.rules[rule]?.severity,
    options,
    allows: (rule, path) => allowed.get(rule)?.(path) ?? false,
    suppressionOf: (fingerprint) => reasons.get(fingerprint),
  };
}

/** Where the settings say nothing, what a later commit resolved is reported and does not count. */
export function perCommitOf({ perCommit }: Settings): PerCommit {
  return perCommit ?? 'report';
}
