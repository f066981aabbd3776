/** Which GitHub is asked, and whose token it gets: gh's rules, and stricter where a host is named by an address alone. */
import { whomToAsk } from '../../../src/github/forge/choose-host.ts';
import { isFailure } from '../../../src/text/failure.ts';

const ALL = { GH_TOKEN: 'gh', GITHUB_TOKEN: 'github', GH_ENTERPRISE_TOKEN: 'ghe', GITHUB_ENTERPRISE_TOKEN: 'github-e' };
const pull = (host: string, protocol = 'https') => `${protocol}://${host}/o/r/pull/1`;

function asked(input: string, env: Readonly<Record<string, string>>) {
  const found = whomToAsk(input, env);
  if (isFailure(found)) throw new Error(found.what);
  return found;
}

test.each<[string, string, Record<string, string>, string, string | null]>([
  ['the short form', 'o/r#1', ALL, 'https://api.github.com', 'gh'],
  ['without GH_TOKEN', 'o/r#1', { ...ALL, GH_TOKEN: '' }, 'https://api.github.com', 'github'],
  ['only the token of a server', 'o/r#1', { GH_ENTERPRISE_TOKEN: 'ghe' }, 'https://api.github.com', null],
  ['github.com', pull('github.com'), ALL, 'https://api.github.com', 'gh'],
  ['www', pull('www.github.com'), ALL, 'https://api.github.com', 'gh'],
  ['a tenant of ghe.com', pull('octo.ghe.com'), ALL, 'https://api.octo.ghe.com', 'gh'],
  ['its API', pull('api.octo.ghe.com'), ALL, 'https://api.octo.ghe.com', 'gh'],
  ['a tenant as GH_HOST', 'o/r#1', { ...ALL, GH_HOST: 'octo.ghe.com' }, 'https://api.octo.ghe.com', 'gh'],
  ['the host of GH_HOST', 'o/r#1', { ...ALL, GH_HOST: 'ghe.example' }, 'https://ghe.example/api/v3', 'ghe'],
  [
    'the same by its address',
    pull('ghe.example'),
    { ...ALL, GH_HOST: 'GHE.example' },
    'https://ghe.example/api/v3',
    'ghe',
  ],
  [
    'the second name',
    pull('ghe.example'),
    { ...ALL, GH_ENTERPRISE_TOKEN: '', GH_HOST: 'ghe.example' },
    'https://ghe.example/api/v3',
    'github-e',
  ],
  [
    'only a token of github.com',
    'o/r#1',
    { GITHUB_TOKEN: 'x', GH_HOST: 'ghe.example' },
    'https://ghe.example/api/v3',
    null,
  ],
  ['github.com beside GH_HOST', pull('github.com'), { ...ALL, GH_HOST: 'ghe.example' }, 'https://api.github.com', 'gh'],
  [
    'loopback as GH_HOST',
    pull('127.0.0.1:80', 'http'),
    { ...ALL, GH_HOST: '127.0.0.1:80' },
    'http://127.0.0.1/api/v3',
    'ghe',
  ],
])('%s', (_, input, env, api, token) => {
  expect(asked(input, env)).toMatchObject({ api, token });
});

test.each([
  'evil.example',
  'github.com.evil.example',
  'evilgithub.com',
  'api.github.com.evil.example',
  'github.com.',
  'evilghe.com',
  'ghe.com',
  'octo.ghe.com.evil.example',
  'a.b.ghe.com',
  'octo.ghe.com:8443',
  'github.com:8443',
  'ghe.example:8443',
  'api.ghe.example',
  '127.0.0.1:4000',
  'localhost',
  '[::1]:4000',
])('%s gets no token, and it is said why', (host) => {
  const found = asked(pull(host), { ...ALL, GH_HOST: 'ghe.example' });
  expect(found.token).toBeNull();
  expect(found.withheld).toBe('GH_TOKEN and GITHUB_TOKEN go only to github.com and *.ghe.com');
  expect(found.variable).toContain(`GH_ENTERPRISE_TOKEN (with GH_HOST=${host}, `);
});

test('loopback by its address, in plain http, gets none even where GITHUB_API_URL is on loopback too', () => {
  const env = { ...ALL, GITHUB_API_URL: 'http://127.0.0.1:4000' };
  expect(asked(pull('127.0.0.1:4001', 'http'), env)).toMatchObject({
    api: 'http://127.0.0.1:4001/api/v3',
    token: null,
  });
  expect(asked('o/r#1', env)).toMatchObject({ api: 'http://127.0.0.1:4000', token: 'gh' });
});

test('in an action GITHUB_API_URL is the API of GITHUB_SERVER_URL, and of no other host', () => {
  const action = { GITHUB_API_URL: 'https://ghe.example/api/v3', GITHUB_SERVER_URL: 'https://ghe.example', ...ALL };
  expect(asked('o/r#1', action)).toMatchObject({ api: 'https://ghe.example/api/v3', token: null });
  expect(asked('o/r#1', { ...action, GH_HOST: 'ghe.example' })).toMatchObject({ token: 'ghe' });
  expect(asked(pull('github.com'), action)).toMatchObject({ api: 'https://api.github.com', token: 'gh' });
  const usual = { ...ALL, GITHUB_API_URL: 'https://api.github.com', GITHUB_SERVER_URL: 'https://github.com' };
  expect(asked('o/r#1', usual)).toMatchObject({ api: 'https://api.github.com', token: 'gh' });
  expect(asked(pull('evil.example'), usual)).toMatchObject({ api: 'https://evil.example/api/v3', token: null });
  expect(asked('o/r#1', { ...usual, GH_HOST: 'ghe.example' })).toMatchObject({ api: 'https://ghe.example/api/v3' });
});

test('another API for github.com that is not on this machine gets no token', () => {
  const env = { ...ALL, GITHUB_API_URL: 'https://proxy.example/api' };
  expect(asked('o/r#1', env)).toMatchObject({ api: 'https://proxy.example/api', token: null });
});

test.each([
  [{ GH_HOST: 'https://ghe.example' }, 'GH_HOST'],
  [{ GH_HOST: 'a@b' }, 'GH_HOST'],
  [{ GITHUB_API_URL: 'http://ghe.example/api/v3' }, 'GITHUB_API_URL'],
  [{ GITHUB_API_URL: 'nonsense' }, 'GITHUB_API_URL'],
  [{ GITHUB_SERVER_URL: 'ftp://ghe.example' }, 'GITHUB_SERVER_URL'],
])('%j is refused by its name', (env, where) => {
  expect(whomToAsk('o/r#1', env)).toMatchObject({ where });
});
