/** Who calls: the App itself by a JWT, or its installation by a token that runs out after an hour. */
import { randomBytes, verify } from 'node:crypto';
import { notFound, Refusal } from './refusal.ts';
import { type Access, installationOf, type Json, type Permissions, type RepositoryState, type World } from './world.ts';

export interface InstallationToken {
  readonly kind: 'installation';
  readonly token: string;
  /** In ms since 1970. */
  readonly expiresAt: number;
  readonly permissions: Permissions;
  /** Null: all that the App is installed in. */
  readonly repositories: readonly number[] | null;
}

/** `anybody` has no token. */
export type Caller = InstallationToken | { readonly kind: 'app' | 'anybody' };

export interface Tokens {
  /** @param installation the usual one unless said otherwise */
  issue(body: Json, installation?: number): InstallationToken;
  /** @throws Refusal 401 for what is no good token */
  callerOf(authorization: string | undefined): Caller;
  /** From now on nothing that was issued is good. */
  expireAll(): void;
}

const HOUR = 3_600_000;
/** In seconds. */
const LONGEST_JWT = 600;
const SKEW = 60;

export function makeTokens(world: World): Tokens {
  const issued = new Map<string, InstallationToken>();

  const verifyJwt = (jwt: string): void => {
    const [header = '', body = '', signature = ''] = jwt.split('.');
    const isSigned =
      readPart(header)['alg'] === 'RS256' &&
      verify('sha256', Buffer.from(`${header}.${body}`), world.app.publicKey, Buffer.from(signature, 'base64url'));
    if (!isSigned) throw new Refusal(401, 'A JSON web token could not be decoded');
    const { iss, iat, exp } = readPart(body);
    const now = world.now() / 1000;
    if (![String(world.app.id), `Iv1.${world.app.id}`].includes(String(iss)))
      throw new Refusal(401, "'Issuer' claim ('iss') must be an Integer or a valid client id");
    if (typeof exp !== 'number' || exp < now)
      throw new Refusal(401, "'Expiration time' claim ('exp') must be a numeric value representing the future time");
    if (exp > now + LONGEST_JWT + SKEW)
      throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
    if (typeof iat !== 'number' || iat > now + SKEW)
      throw new Refusal(
        401,
        "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
      );
  };

  return {
    issue: ({ permissions, repositories, repository_ids: ids }, installation = world.installation) => {
      if (world.state === 'suspended') throw new Refusal(403, 'This installation has been suspended');
      if (world.state === 'deleted') throw notFound();
      const wanted = permissions === undefined ? null : (permissions as Permissions);
      for (const [name, access] of Object.entries(wanted ?? {}))
        if (!allows(world.app.permissions[name], access))
          throw new Refusal(422, 'The permissions requested are not granted to this installation.');
      const named = (isMeant: (repository: RepositoryState, wish: unknown) => boolean, wishes: unknown) =>
        (Array.isArray(wishes) ? wishes : []).map((wish) => {
          const found = world.repositories.find(
            (each) => each.isInstalled && installationOf(world, each.owner) === installation && isMeant(each, wish),
          );
          if (found === undefined)
            throw new Refusal(
              422,
              'There is at least one repository that does not exist or is not accessible to the parent installation.',
            );
          return found.id;
        });
      const narrowed = [
        ...named(({ id }, wish) => id === wish, ids),
        ...named(({ name }, wish) => name === wish, repositories),
      ];
      const claims = Buffer.from(JSON.stringify({ iss: 'github', jti: randomBytes(16).toString('hex') })).toString(
        'base64url',
      );
      const token: InstallationToken = {
        kind: 'installation',
        token: `ghs_${world.app.id}_eyJhbGciOiJFUzI1NiJ9.${claims}.${randomBytes(64).toString('base64url')}`,
        expiresAt: world.now() + HOUR,
        permissions: wanted === null ? world.app.permissions : { metadata: 'read', ...wanted },
        repositories: ids === undefined && repositories === undefined ? null : narrowed,
      };
      issued.set(token.token, token);
      return token;
    },
    callerOf: (authorization) => {
      if (authorization === undefined) return { kind: 'anybody' };
      const [, secret] = /^(?:bearer|token) (\S+)$/i.exec(authorization) ?? [];
      if (secret === undefined) throw new Refusal(401, 'Requires authentication');
      if (!secret.startsWith('ghs_')) {
        verifyJwt(secret);
        return { kind: 'app' };
      }
      const token = issued.get(secret);
      if (token === undefined || token.expiresAt <= world.now() || world.state === 'deleted')
        throw new Refusal(401, 'Bad credentials');
      if (world.state === 'suspended') throw new Refusal(403, 'This installation has been suspended');
      return token;
    },
    expireAll: () => issued.clear(),
  };
}

export function allows(granted: Access | undefined, wanted: Access): boolean {
  return granted === 'write' || (granted === 'read' && wanted === 'read');
}

function readPart(part: string): Json {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;
  } catch {
    return {};
  }
}
