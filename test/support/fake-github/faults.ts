/** Trouble on demand: answers that do not come, come too late, or come although the thing was done. */
import { Refusal } from './refusal.ts';

export type FaultKind =
  /** The thing is done, and the answer says that something broke. */
  | '502-after-commit'
  | '502'
  /** No answer until the caller gives up. */
  | 'timeout'
  | 'reset'
  /** The thing is done, and the connection breaks. */
  | 'reset-after-commit'
  | 'primary-limit'
  | 'secondary-limit'
  /** All is well, but one call remains of the hour. */
  | 'nearly-spent'
  | 'token-expired'
  /** Nothing is done, and the answer has the status `status`. */
  | 'status'
  /** Status 200 and a page of a proxy in place of JSON. */
  | 'garbage'
  /** The answer names another address, `to`, whatever was asked for. */
  | 'redirect';

export interface Fault {
  /** As `POST /repos/{}/{}/check-runs`; a placeholder stands for anything, `*` for any route. */
  readonly route: string;
  readonly kind: FaultKind;
  /** How often; once. */
  readonly times?: number;
  /** Calls that go well before. */
  readonly after?: number;
  /** In seconds: the header of a secondary limit; of the hour's calls, when they are counted anew. */
  readonly retryAfter?: number;
  /** Of the kind `status`; 500. */
  readonly status?: number;
  readonly message?: string;
  readonly to?: string;
}

export interface Faults {
  add(fault: Fault): void;
  /** The fault for this call, which counts as spent. */
  take(route: string): Fault | null;
  clear(): void;
}

export function makeFaults(): Faults {
  const waiting: { readonly fault: Fault; left: number; before: number }[] = [];
  return {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? 1, before: fault.after ?? 0 }),
    take: (route) => {
      const found = waiting.find(({ fault, left }) => left > 0 && isOf(fault.route, route));
      if (found === undefined) return null;
      if (found.before > 0) {
        found.before--;
        return null;
      }
      found.left--;
      return found.fault;
    },
    clear: () => void waiting.splice(0),
  };
}

/** Whether a pattern means the route; placeholders are equal whatever they are called. */
export function isOf(pattern: string, route: string): boolean {
  const plain = (text: string) => text.replace(/\{[^}]*\}/g, '{}');
  return pattern === '*' || plain(pattern) === plain(route);
}

/** @param reset when the hour's calls are counted anew, in seconds since 1970 */
export function refusalOf({ kind, retryAfter, status = 500, message = 'Server Error' }: Fault, reset: number): Refusal {
  switch (kind) {
    case 'primary-limit':
      return primaryLimit(reset);
    case 'secondary-limit':
      return secondaryLimit(retryAfter);
    case 'token-expired':
      return new Refusal(401, 'Bad credentials');
    case 'status':
      return new Refusal(status, message, null, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) });
    default:
      return new Refusal(502, 'Server Error');
  }
}

export function primaryLimit(reset: number): Refusal {
  return new Refusal(403, 'API rate limit exceeded for installation ID 4242.', null, {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(reset),
  });
}

/** @param after in seconds; GitHub does not always say it */
export function secondaryLimit(after?: number): Refusal {
  return new Refusal(
    403,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    null,
    after === undefined ? {} : { 'retry-after': String(after) },
  );
}
