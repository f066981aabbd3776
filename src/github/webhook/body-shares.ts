/** Who gives way when strangers ask for more than there is: the client that has most, and of its bodies the oldest. */
import type { IncomingHttpHeaders } from 'node:http';

/** Something that is held for a client. */
export interface Held {
  /** The client's address, see `addressOf`. */
  readonly address: string;
  /** How much; a place counts as 1. */
  readonly size: number;
}

/**
 * The one that gives way; undefined where there is none. GitHub sends a delivery within milliseconds, so what is oldest among what is
 * unfinished is a stranger's, even where a proxy makes all addresses one.
 * @param all the oldest first
 */
export function givesWay<T extends Held>(all: Iterable<T>): T | undefined {
  const sums = new Map<string, { sum: number; readonly oldest: T }>();
  for (const each of all) {
    const known = sums.get(each.address);
    if (known === undefined) sums.set(each.address, { sum: each.size, oldest: each });
    else known.sum += each.size;
  }
  let most: { readonly sum: number; readonly oldest: T } | undefined;
  for (const each of sums.values()) if (most === undefined || each.sum > most.sum) most = each;
  return most?.oldest;
}

/** Addresses that a proxy in front of the App has: loopback, RFC 1918, RFC 4193, and RFC 6598, which pods of Kubernetes may have. */
const NEAR =
  /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd][\da-f]{2}:)/i;

/**
 * Whom a request counts for: where a proxy near by hands it on, the address that the proxy wrote last. It decides only who gives way,
 * so that one who makes addresses up wins nothing but what a client with as many addresses has.
 */
export function addressOf({
  socket,
  headers,
}: {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: IncomingHttpHeaders;
}): string {
  const direct = plain(socket.remoteAddress ?? '');
  const forwarded = headers['x-forwarded-for'];
  if (!NEAR.test(direct) || typeof forwarded !== 'string') return networkOf(direct);
  return networkOf(
    plain(
      forwarded
        .slice(forwarded.lastIndexOf(',') + 1)
        .trim()
        .slice(0, 100),
    ),
  );
}

/** IPv4 as it is written in IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** One who has an IPv6 address has 2^64 of them. GitHub delivers from many addresses of few networks. */
function networkOf(address: string): string {
  if (address.includes(':')) return address.split(':', 4).join(':');
  return address.slice(0, Math.max(0, address.lastIndexOf('.')));
}
