/** What a test has of the fake GitHub. */
import type { Delivery, Receiver } from './deliveries.ts';
import type { FakeRepository } from './fake-repository.ts';
import type { Fault } from './faults.ts';
import type { LoggedRequest } from './server.ts';
import type { HubEvent, Limits, Mention, Permissions } from './world.ts';

export interface HubOptions {
  readonly appId?: number;
  readonly slug?: string;
  /** PEM; the public part of `TEST_KEY`. */
  readonly publicKey?: string;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  readonly limits?: Partial<Limits>;
  /** In ms since 1970; for tokens and times. */
  readonly now?: () => number;
  readonly webhook?: Receiver;
  /** Whether webhooks go out by themselves. */
  readonly autoDeliver?: boolean;
}

export interface RepositoryOptions {
  readonly isPrivate?: boolean;
  readonly isInstalled?: boolean;
  readonly defaultBranch?: string;
}

/** How a heap of webhooks arrives. */
export interface Delivering {
  readonly order?: 'as-sent' | 'reversed';
  /** How often each arrives, with the same GUID; once. */
  readonly times?: number;
  /** What never arrives, and stands as failed in the list of deliveries. */
  readonly isLost?: (event: HubEvent) => boolean;
}

/** A request that broke GitHub's description or one of its limits. */
export interface Violation {
  readonly route: string;
  readonly problem: string;
}

export interface FakeGitHub {
  readonly url: string;
  readonly appId: number;
  readonly installationId: number;
  /** The App's account, as its comments have it. */
  readonly botLogin: string;
  /** `owner/name`; is made when it is first asked for. */
  repository(fullName: string, options?: RepositoryOptions): FakeRepository;
  /** Where webhooks go. */
  webhook: Receiver | null;
  /** Webhooks that were not yet sent. */
  readonly outbox: readonly HubEvent[];
  /** Sends one webhook, whether or not it is in the outbox, and waits for the answer. */
  deliver(event: HubEvent, how?: Partial<Receiver> & { readonly guid?: string }): Promise<Delivery>;
  /** Sends all that is in the outbox, one after the other. */
  deliverAll(how?: Delivering): Promise<readonly Delivery[]>;
  readonly deliveries: readonly Delivery[];
  /** Whatever belongs to this owner is reached by an installation of its own from now on. */
  installationOf(owner: string, id: number): void;
  /** Webhooks of the App's installation: `suspend`, `unsuspend`, `deleted`, `created`, `new_permissions_accepted`. */
  installation(action: string): HubEvent;
  install(repository: FakeRepository): HubEvent;
  remove(repository: FakeRepository): HubEvent;
  /** All calls, in the order of their answers. */
  readonly requests: readonly LoggedRequest[];
  /** Calls by route, as `GET /repos/{owner}/{repo}`. */
  readonly calls: ReadonlyMap<string, number>;
  /** Calls of a route, as `GET /repos/{}/{}`; of all without one. */
  count(route?: string): number;
  /** Whom the App's comments called up. */
  readonly mentions: readonly Mention[];
  /** What the App asked for although GitHub does not allow it. */
  readonly violations: readonly Violation[];
  fail(fault: Fault): void;
  /** Takes back all failures that did not yet happen. */
  heal(): void;
  /** Does something when a route is next asked for with a body that is wanted, before it is answered. */
  before(route: string, act: () => unknown, isWanted?: (body: unknown) => boolean): void;
  /** In ms for each call, or for each call of a route. */
  latency: number | ((route: string) => number);
  expireTokens(): void;
  /** A token of the installation, without asking for it; narrowed as the body of the request would. */
  token(narrowed?: Readonly<Record<string, unknown>>): string;
  /** Ends when the condition holds; it is looked at after each call and each delivery. */
  until(condition: () => boolean): Promise<void>;
  /** Ends when every webhook that is under way was answered. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
