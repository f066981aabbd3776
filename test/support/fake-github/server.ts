/** The HTTP side: finds the route, checks who asks and whether they may, counts, fails on demand, and answers. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Fault, type Faults, refusalOf } from './faults.ts';
import { answerQuery, mayUse } from './graphql.ts';
import { makeQuotas, type Resource } from './quotas.ts';
import { notFound, Refusal } from './refusal.ts';
import type { Call, Reply, Route } from './route.ts';
import { byNumber, find, matchersOf } from './router.ts';
import { allows, type Caller, type Tokens } from './tokens.ts';
import type { Json, RepositoryRefusal, RepositoryState, World } from './world.ts';

/** A call as it went. */
export interface LoggedRequest {
  readonly method: string;
  /** As GitHub's description has it, as `GET /repos/{owner}/{repo}`; `POST /graphql`. */
  readonly route: string;
  readonly path: string;
  readonly body: Json;
  /** What was sent to prove who asks, as it came; null: nothing. */
  readonly authorization: string | null;
  /** 0: the caller got none. */
  readonly status: number;
  /** In ms since 1970, when it came. */
  readonly at: number;
}

export interface ServerParts {
  readonly world: World;
  readonly tokens: Tokens;
  readonly routes: readonly Route[];
  readonly faults: Faults;
  /** What GitHub's description has against a request, in words; empty: nothing. */
  readonly check: (method: string, path: string, request: CheckedRequest) => readonly string[];
  readonly onViolation: (route: string, problem: string) => void;
  /** Before anything is answered. */
  readonly before: (route: string, body: unknown) => Promise<void>;
  readonly onAnswered: (request: LoggedRequest) => void;
}

export interface CheckedRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Json;
}

const NOBODY: Caller = { kind: 'app' };
const QUERY_ROUTE = 'POST /graphql';

export function makeServer(parts: ServerParts): Server {
  const { world, tokens, faults } = parts;
  const matchers = matchersOf(parts.routes);
  const quotas = makeQuotas(world);

  const repositoryFor = (caller: Caller, params: Call['params']): RepositoryState => {
    const found = world.find(params['owner'] ?? '', params['repo'] ?? '');
    if (found === undefined || !found.isInstalled) throw notFound();
    if (caller.kind === 'installation' && !mayUse(caller, found)) throw notFound();
    return found;
  };

  /** What everybody may read, be the App installed there or not. */
  const publicRepository = (params: Call['params']): RepositoryState => {
    const found = world.find(params['owner'] ?? '', params['repo'] ?? '');
    if (found === undefined || found.isPrivate) throw notFound();
    return found;
  };

  const answerRoute = async (route: Route, call: Call): Promise<Reply> => {
    switch (route.by) {
      case 'anybody':
        return route.answer(call);
      case 'app':
        if (call.caller.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
        return route.answer(call);
      case 'app-in-repository':
        if (call.caller.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
        return route.answer({ ...call, repository: repositoryFor(call.caller, call.params) });
      default: {
        const { caller } = call;
        if (caller.kind === 'anybody') {
          const repository = publicRepository(call.params);
          if (call.method !== 'GET') throw new Refusal(401, 'Requires authentication');
          return route.answer({ ...call, repository });
        }
        if (caller.kind !== 'installation') throw new Refusal(403, 'Resource not accessible by integration');
        const found = world.find(call.params['owner'] ?? '', call.params['repo'] ?? '');
        // what is public is read with any token that is for other repositories
        const isOther = found !== undefined && caller.repositories !== null && !caller.repositories.includes(found.id);
        if (isOther && !found.isPrivate && call.method === 'GET') return route.answer({ ...call, repository: found });
        const repository = repositoryFor(caller, call.params);
        const { refuses } = repository;
        if (refuses !== null && isRefused(refuses.of, route, call.method))
          throw new Wanted(refuses.status, refuses.message);
        if (!route.need.some(([name, access]) => allows(caller.permissions[name], access)))
          throw new Refusal(403, 'Resource not accessible by integration', null, {
            'x-accepted-github-permissions': route.need.map(([name, access]) => `${name}=${access}`).join('; '),
          });
        return route.answer({ ...call, repository });
      }
    }
  };

  let underWay = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = world.now();
    const url = new URL(request.url ?? '/', world.url);
    const asked = url.pathname.replace(/^\/api\/v3(?=\/)/, '').replace(/^\/api(?=\/graphql$)/, '');
    const path = byNumber(world, asked);
    const method = request.method ?? 'GET';
    const isQuery = method === 'POST' && path === '/graphql';
    const matched = isQuery ? null : (find(matchers, method, path) ?? null);
    const routeName = isQuery ? QUERY_ROUTE : `${method} ${matched?.route.path ?? path}`;
    const text = await readBody(request);
    const body = parse(text);
    const { authorization = null } = request.headers;
    const log = (status: number) =>
      parts.onAnswered({
        ...{ method, route: routeName, path: `${path}${url.search}`, body: body ?? {} },
        ...{ authorization, status, at },
      });

    await parts.before(routeName, body);
    const fault = faults.take(routeName);
    if (fault?.kind === 'timeout') return log(0);
    if (fault?.kind === 'garbage') {
      log(200);
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Unicorn!</body></html>');
      return;
    }
    if (fault?.kind === 'redirect') {
      log(302);
      response.writeHead(302, { location: fault.to ?? world.url }).end();
      return;
    }
    if (fault?.kind === 'reset') {
      log(0);
      request.socket.destroy();
      return;
    }

    const isAnonymous = authorization === null && matched?.route.by === 'installation';
    const resource = isQuery ? 'graphql' : isAnonymous ? 'anonymous' : 'core';
    const reply = unlessKnown(await answer(), request);
    if (fault !== null && ['502-after-commit', 'reset-after-commit'].includes(fault.kind)) {
      log(fault.kind === 'reset-after-commit' ? 0 : 502);
      if (fault.kind === 'reset-after-commit') request.socket.destroy();
      else send(response, bodyOf(refusalOf(fault, 0)), {});
      return;
    }
    const isFree = reply.status === 304 || path === '/rate_limit';
    if (!isFree) quotas.use(resource);
    const quota =
      fault?.kind === 'nearly-spent'
        ? { ...quotas.of(resource), remaining: 1, reset: resetOf(fault, resource) }
        : quotas.of(resource);
    send(response, reply, {
      'x-ratelimit-limit': String(quota.limit),
      'x-ratelimit-remaining': String(quota.remaining),
      'x-ratelimit-used': String(quota.used),
      'x-ratelimit-reset': String(quota.reset),
      'x-ratelimit-resource': isQuery ? 'graphql' : 'core',
      'x-github-request-id': String(world.nextId()),
    });
    log(reply.status);

    async function answer(): Promise<Reply> {
      try {
        if (fault !== null && fault.kind !== 'nearly-spent' && !fault.kind.endsWith('after-commit'))
          throw refusedBy(fault, resource);
        if (request.headers['user-agent'] === undefined)
          throw new Refusal(
            403,
            'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
          );
        if (method === 'GET' && path === '/rate_limit') return { status: 200, body: quotas.all() };
        quotas.checkSecondary(!isQuery && method !== 'GET' && path.startsWith('/repos/'), underWay);
        quotas.checkPrimary(resource);
        if (body === null) throw new Refusal(400, 'Problems parsing JSON');
        const isOpen = matched?.route.by === 'anybody';
        const caller = isOpen ? NOBODY : tokens.callerOf(authorization ?? undefined);
        if (isQuery) {
          if (caller.kind === 'anybody') throw new Refusal(401, 'This endpoint requires you to be authenticated.');
          if (caller.kind !== 'installation') throw new Refusal(403, 'Resource not accessible by integration');
          return { status: 200, body: await answerQuery(world, caller, quotas.of('graphql'), body) };
        }
        if (matched === null) throw notFound();
        const { route, params } = matched;
        const moved = world.formerNames.get(`${params['owner']}/${params['repo']}`.toLowerCase());
        if (moved !== undefined) return redirection(moved, method, url);
        const query = Object.fromEntries(url.searchParams);
        const [problem] = parts.check(method, route.path, { params, query, body });
        if (problem !== undefined) throw new Refusal(422, `Invalid request.\n\n${problem}`);
        const address = `${world.url}${url.pathname}`;
        const accept = request.headers.accept ?? '';
        return await answerRoute(route, { world, method, params, query, body, accept, caller, address });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        // what a test has the repository refuse is no mistake of the App
        // nor is a token that it may not have: so it learns where it is installed
        const isWanted = error instanceof Wanted || fault?.kind === 'status' || routeName.endsWith('/access_tokens');
        if (error.status === 422 && !isWanted)
          parts.onViolation(
            routeName,
            [error.message, ...(error.errors ?? []).map((each) => JSON.stringify(each))].join(' '),
          );
        return bodyOf(error);
      }
    }
  };

  function refusedBy(fault: Fault, resource: Resource): Refusal {
    return refusalOf(fault, resetOf(fault, resource));
  }

  function resetOf({ retryAfter }: Fault, resource: Resource): number {
    return retryAfter === undefined ? quotas.of(resource).reset : Math.ceil(world.now() / 1000) + retryAfter;
  }

  return createServer((request, response) => {
    underWay++;
    response.on('close', () => underWay--);
    handle(request, response).catch((error: unknown) => {
      // a mistake of the fake itself: it is not to look like one of GitHub's failures
      response
        .writeHead(599, { 'content-type': 'text/plain' })
        .end(`fake GitHub: ${error instanceof Error ? error.stack : error}`);
    });
  });
}

/** A refusal that a test asked for. */
class Wanted extends Refusal {}

function isRefused(of: RepositoryRefusal['of'], { path }: Route, method: string): boolean {
  if (of === 'checks') return /\/check-(?:runs|suites)/.test(path);
  return of === 'all' || method !== 'GET';
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** Null where it is no JSON. */
function parse(text: string): Json | null {
  if (text === '') return {};
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

function bodyOf({ status, message, errors, headers }: Refusal): Reply {
  const documentation = 'https://docs.github.com/rest';
  const body = {
    message,
    ...(errors === null ? {} : { errors }),
    documentation_url: documentation,
    status: String(status),
  };
  return { status, body, headers };
}

/** 304 in place of what the caller has already. */
function unlessKnown(reply: Reply, request: IncomingMessage): Reply {
  if (request.method !== 'GET' || reply.status !== 200) return reply;
  const etag = `W/"${createHash('sha256').update(bytesOf(reply)).digest('hex')}"`;
  const headers = { ...reply.headers, etag, 'cache-control': 'private, max-age=60, s-maxage=60' };
  if (request.headers['if-none-match'] === etag) return { status: 304, body: null, headers };
  return { ...reply, headers };
}

function bytesOf({ body }: Reply): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(body === null ? '' : JSON.stringify(body));
}

function send(response: ServerResponse, reply: Reply, headers: Readonly<Record<string, string>>): void {
  const type = { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(reply.status, { ...headers, ...type, ...reply.headers });
  response.end(reply.body === null ? undefined : bytesOf(reply));
}

function redirection({ id }: RepositoryState, method: string, url: URL): Reply {
  const pathname = url.pathname.replace(/\/repos\/[^/]+\/[^/]+/, `/repositories/${id}`);
  const location = `${url.origin}${pathname}${url.search}`;
  const message = method === 'GET' ? 'Moved Permanently' : 'Temporary Redirect';
  return { status: method === 'GET' ? 301 : 307, body: { message, url: location }, headers: { location } };
}
