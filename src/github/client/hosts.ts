/** The addresses of a GitHub, and the variables whose token belongs to it: a token goes to no other. */

const PUBLIC = 'https://api.github.com';
/** One label: each tenant of GitHub Enterprise Cloud with data residency has one. */
const TENANT = /^(?:api\.)?([a-z\d-]+\.ghe\.com)$/;

/** The names of the variables, the first that is set counts: those of `gh help environment`. */
export const TOKENS_OF_CLOUD = ['GH_TOKEN', 'GITHUB_TOKEN'] as const;
export const TOKENS_OF_SERVER = ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'] as const;
export type TokenVariable = (typeof TOKENS_OF_CLOUD)[number] | (typeof TOKENS_OF_SERVER)[number];

/** A name with or without a port, as GH_HOST and GHE_HOST have it. */
export function isHost(text: string): boolean {
  return /^[\w.-]+(?::\d{1,5})?$|^\[[0-9a-f:]+\](?::\d{1,5})?$/i.test(text) && URL.canParse(`https://${text}`);
}

/**
 * The REST API of a GitHub: github.com, a subdomain of ghe.com (`api.SUBDOMAIN.ghe.com`), or a GitHub Enterprise Server,
 * which has it below `/api/v3`. Without a slash at its end.
 * @param web its address in a browser; only protocol and host count
 */
export function apiOf({ protocol, host }: URL): string {
  if (['github.com', 'www.github.com', 'api.github.com'].includes(host)) return PUBLIC;
  const [, tenant] = TENANT.exec(host) ?? [];
  return tenant === undefined ? `${protocol}//${host}/api/v3` : `https://api.${tenant}`;
}

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * The variables whose token may be sent to an API; empty: none. As `gh` has it, but that a server gets a token only where
 * GH_HOST names it: the address of a pull request may be hostile.
 * @param ownHost GH_HOST, with its port
 */
export function tokenVariablesOf(api: URL, ownHost: string | null): readonly TokenVariable[] {
  const isCloud = api.protocol === 'https:' && (api.host === 'api.github.com' || TENANT.test(api.host));
  if (isCloud) return TOKENS_OF_CLOUD;
  const isOwn = ownHost !== null && new URL(`${api.protocol}//${ownHost}`).host === api.host;
  return isOwn && (api.protocol === 'https:' || isLoopback(api.hostname)) ? TOKENS_OF_SERVER : [];
}
