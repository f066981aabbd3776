/** What `doctor` looks at, as it was found: plain data without anything secret. */
import { KNOWN_SECRETS } from '../ports/github-app.ts';
import type { Shield } from './shields.ts';

/** What is known of a secret without holding it. `variable` is where it is from: its own one, or the one that names its file. */
export type SecretFacts = { readonly variable: string } & (
  | {
      readonly kind: 'set';
      readonly length: number;
      readonly isKnown: boolean;
      /** How many different characters it has. */
      readonly variety: number;
      readonly hasBlanks: boolean;
    }
  | { readonly kind: 'unreadable'; readonly words: string; readonly remedy: string }
);

/** What keeps the process that reads pull requests from the rest; `untried` where a variable is wrong that it depends on. */
export type ShieldFacts =
  | { readonly kind: 'untried'; readonly words: string; readonly remedy: string }
  | {
      readonly kind: 'tried';
      readonly isRoot: boolean;
      readonly holding: readonly Shield[];
      /** With the system's words. */
      readonly missing: readonly { readonly shield: Shield; readonly words: string }[];
    };

/** `file` is null where the environment holds the key itself. */
export type KeyFacts =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly file: string; readonly words: string }
  | { readonly kind: 'broken'; readonly file: string | null; readonly words: string }
  | { readonly kind: 'other'; readonly file: string | null; readonly type: string }
  | { readonly kind: 'rsa'; readonly file: string | null; readonly bits: number; readonly isOpenToOthers: boolean };

/** What GitHub answered; `unasked` where no request was made. */
export type Asked<T> =
  | { readonly kind: 'told'; readonly value: T }
  | { readonly kind: 'refused'; readonly status: number; readonly words: string }
  | { readonly kind: 'silent'; readonly words: string }
  | { readonly kind: 'unasked' };

export interface Grant {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

export interface Registration extends Grant {
  readonly slug: string;
}

export interface Installation extends Grant {
  readonly account: string;
  readonly isSuspended: boolean;
}

export interface HookFacts {
  readonly url: string | null;
  readonly hasSecret: boolean;
  readonly isJson: boolean;
  readonly checksCertificate: boolean;
}

export interface DeliveryFacts {
  /** The same again on a redelivery. */
  readonly guid: string;
  /** As GitHub writes it, in UTC. */
  readonly at: string;
  /** What this program answered; 0 where nothing did. */
  readonly status: number;
}

export interface GitHubFacts {
  /** As `https://api.github.com`. */
  readonly address: string;
  /** Here minus GitHub's Date header, in ms; null where there was none. */
  readonly skew: number | null;
  readonly app: Asked<Registration>;
  readonly installations: Asked<readonly Installation[]>;
  readonly hook: Asked<HookFacts>;
  /** The newest first. */
  readonly deliveries: Asked<readonly DeliveryFacts[]>;
}

/**
 * A store as it was seen. `absent`: there is none yet, `serve` makes it; `in-use`: the embedded store, which serves one process,
 * and that is at work; `interrupted`: its last process did not close it, and the next one puts it in order.
 */
export type StoreSeen =
  | { readonly kind: 'absent' }
  | { readonly kind: 'in-use' }
  | { readonly kind: 'interrupted' }
  | {
      readonly kind: 'open';
      readonly waiting: number;
      readonly held: number;
      /** For how long the oldest waits, in ms; null where none waits. */
      readonly oldest: number | null;
    }
  | { readonly kind: 'closed'; readonly words: string; readonly remedy: string | null };

export type StoreFacts = StoreSeen & { readonly name: string };

/** `unneeded`: the store is elsewhere; `absent`: not there yet, and it can be made. */
export type FolderFacts =
  | { readonly kind: 'unneeded' }
  | { readonly kind: 'writable'; readonly path: string }
  | { readonly kind: 'absent'; readonly path: string }
  | { readonly kind: 'refused'; readonly path: string; readonly words: string };

export interface Facts {
  /** As `20.20.2`. */
  readonly node: string;
  readonly appId: string | null;
  readonly secret: SecretFacts | null;
  /** The one that is to come; null where none is. */
  readonly nextSecret: SecretFacts | null;
  readonly key: KeyFacts;
  readonly github: GitHubFacts;
  readonly folder: FolderFacts;
  readonly store: StoreFacts;
  readonly shields: ShieldFacts;
  /** Variables with a secret itself, which the process has in its environment as long as it lives. */
  readonly inEnvironment: readonly string[];
}

/** What may be shown of a secret; null where it is not set. @param variable that it comes from */
export function aboutSecret(text: string | undefined, variable: string): SecretFacts | null {
  if (text === undefined || text === '') return null;
  return {
    kind: 'set',
    variable,
    length: text.length,
    isKnown: KNOWN_SECRETS.includes(text),
    variety: new Set(text).size,
    hasBlanks: text.trim() !== text,
  };
}
