/** A review as the output of its check run. */
import { checkRunTitle, renderCheckRunSummary, renderCheckRunText } from '../report/markdown/check-run.ts';
import type { RuleLinks } from '../report/markdown/rule-links.ts';
import type { Review } from '../review/review.ts';
import { annotationsLeftOut } from './annotations.ts';
import type { GateOptions } from './conclusion.ts';
import { gateSentence, notAnnotatedSentence } from './messages.ts';
import type { RunOutput } from './published.ts';

export interface OutputOptions extends GateOptions {
  /** How many Rust files the pull request touches, each once. */
  readonly rustFiles: number;
  /** The repository's page, as `https://github.com/owner/name`; without it nothing is linked. */
  readonly repository?: string;
  /** Where rules are explained; without it their names are not linked. */
  readonly rules?: RuleLinks;
  /** Markdown sentences of our own that come before everything else. */
  readonly opening?: readonly string[];
}

/**
 * Title (at most 120 characters), summary and details (at most 63,487 UTF-8 bytes each, cut between entries only). The
 * annotations are not in it: `planPublication` puts them in, fifty at a time.
 */
export function checkOutput(review: Review, options: OutputOptions): RunOutput {
  const left = annotationsLeftOut(review);
  const opening = [
    ...(options.opening ?? []),
    gateSentence(options),
    ...(left > 0 ? [notAnnotatedSentence(left)] : []),
  ];
  const given = { ...options, opening };
  return {
    title: checkRunTitle(review, given),
    summary: renderCheckRunSummary(review, given),
    text: renderCheckRunText(review, given),
    annotations: [],
  };
}
