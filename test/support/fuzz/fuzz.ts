/** Hostile inputs by number: of the same kind, seed and number it is the same input. */
import { Chance } from './chance.ts';
import { diffKind } from './diffs.ts';
import type { Kind } from './kind.ts';
import { mailKind } from './mails.ts';
import { rustKind } from './rust.ts';
import { yamlKind } from './settings.ts';
import { webhookKind } from './webhooks.ts';

export const KIND_NAMES = ['rust', 'diff', 'mail', 'yaml', 'webhook'] as const;
export type KindName = (typeof KIND_NAMES)[number];

/** @param corpus texts of Rust files to mutate with those of this repository */
export function kindsWith(corpus: readonly string[] = []): Readonly<Record<KindName, Kind>> {
  return { rust: rustKind(corpus), diff: diffKind, mail: mailKind, yaml: yamlKind, webhook: webhookKind };
}

export function inputOf(
  kinds: Readonly<Record<KindName, Kind>>,
  name: KindName,
  seed: number,
  number: number,
): unknown {
  return kinds[name].make(new Chance(`${name}/${seed}/${number}`));
}

/** What is wrong with what the program makes of an input; null where nothing is. */
export async function troubleOf(kind: Kind, input: unknown): Promise<string | null> {
  try {
    return await kind.troubleIn(input);
  } catch (error) {
    return `an exception: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}
