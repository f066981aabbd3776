/** How many calls are left: of the hour, and of the minute. */
import { primaryLimit, secondaryLimit } from './faults.ts';
import type { World } from './world.ts';

/** `anonymous`: calls without a token; GitHub counts them by addresses. */
export type Resource = 'core' | 'graphql' | 'anonymous';

export interface Quota {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** In seconds since 1970. */
  readonly reset: number;
}

export interface Quotas {
  of(resource: Resource): Quota;
  use(resource: Resource): void;
  /** The answer of `GET /rate_limit`. */
  all(): object;
  /** @throws Refusal where nothing is left of the hour's calls */
  checkPrimary(resource: Resource): void;
  /** @throws Refusal where too much is asked for at once, or too much was written in a minute */
  checkSecondary(isWrite: boolean, underWay: number): void;
}

/** In seconds. */
const HOUR = 3600;
/** In ms. */
const MINUTE = 60_000;
/** What stands for no limit in a header. */
const ENDLESS = 1_000_000;

export function makeQuotas(world: World): Quotas {
  const counts = { core: { used: 0, reset: 0 }, graphql: { used: 0, reset: 0 }, anonymous: { used: 0, reset: 0 } };
  const writes: number[] = [];
  const countOf = (resource: Resource) => {
    const count = counts[resource];
    const now = Math.floor(world.now() / 1000);
    if (count.reset <= now) {
      count.used = 0;
      count.reset = now + HOUR;
    }
    return count;
  };
  const mostOf = (resource: Resource): number =>
    resource === 'anonymous' ? world.limits.anonymous : world.limits.primary;
  const of = (resource: Resource): Quota => {
    const { used, reset } = countOf(resource);
    const most = mostOf(resource);
    const limit = Number.isFinite(most) ? most : ENDLESS;
    return { limit, used, remaining: Math.max(0, limit - used), reset };
  };
  return {
    of,
    use: (resource) => {
      countOf(resource).used++;
    },
    all: () => {
      const [core, graphql] = [of('core'), of('graphql')];
      return { resources: { core, search: core, graphql }, rate: core };
    },
    checkPrimary: (resource) => {
      const { used, reset } = countOf(resource);
      if (used >= mostOf(resource)) throw primaryLimit(reset);
    },
    checkSecondary: (isWrite, underWay) => {
      const now = world.now();
      while ((writes[0] ?? now) < now - MINUTE) writes.shift();
      if (isWrite) writes.push(now);
      if (underWay > world.limits.concurrent || writes.length > world.limits.writesAMinute) throw secondaryLimit(60);
    },
  };
}
