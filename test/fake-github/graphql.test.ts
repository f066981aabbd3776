/** Reading git objects by GraphQL. */
import { afterEach, expect, test } from '@jest/globals';
import {
  type FakeGitHub,
  type FakeRepository,
  type HubOptions,
  startFakeGitHub,
} from '../support/fake-github/index.ts';

let hub: FakeGitHub;
let repo: FakeRepository;
afterEach(() => hub.close());

async function start(options: HubOptions = {}): Promise<string> {
  hub = await startFakeGitHub(options);
  repo = hub.repository('linux/kernel');
  return repo.commit({ files: { 'rust/a.rs': 'fn a() {}\n', 'rust/b': 'ß'.repeat(4), bin: new Uint8Array([0]) } });
}

async function query(text: string, path = '/graphql') {
  const headers = { authorization: `token ${hub.token()}` };
  const answer = await fetch(`${hub.url}${path}`, { method: 'POST', headers, body: JSON.stringify({ query: text }) });
  return (await answer.json()) as { readonly data?: { repository?: unknown }; readonly errors?: readonly unknown[] };
}

const BLOB = '__typename oid ... on Blob { text byteSize isTruncated isBinary }';

test('several objects by expressions and ids, under aliases', async () => {
  const head = await start({ limits: { graphqlText: 5 } });
  const { data } = await query(
    `{ repository(owner: "linux", name: "kernel") {
      b: object(expression: "${head}:rust/b") { ${BLOB} }
      bin: object(expression: "main:bin") { ${BLOB} }
      none: object(expression: "main:none") { oid }
      root: object(expression: "${head}:") { __typename }
      commit: object(oid: "${head}") { __typename ... on Commit { tree { oid entries { name type mode object { oid } } } } }
      pullRequest(number: 1) { number }
    } }`,
    '/api/graphql',
  );
  expect(data?.repository).toMatchObject({
    b: { __typename: 'Blob', byteSize: 8, isTruncated: true, isBinary: false, text: 'ßß\ufffd' },
    bin: { isBinary: true, text: null },
    none: null,
    root: { __typename: 'Tree' },
    commit: {
      __typename: 'Commit',
      tree: {
        entries: [
          { name: 'bin', type: 'blob', mode: 0o100644 },
          { name: 'rust', type: 'tree', mode: 0o40000 },
        ],
      },
    },
    pullRequest: null,
  });
});

test('a pull request', async () => {
  await start();
  const head = repo.commit({ files: { c: '1' } });
  const { number } = repo.openPullRequest({ head, labels: ['rust'], draft: true });
  const { data } = await query(
    `{ repository(owner: "linux", name: "kernel") { pullRequest(number: ${number}) {
      state isDraft headRefOid changedFiles author { login } labels(first: 5) { nodes { name } } } } }`,
  );
  expect(data?.repository).toEqual({
    pullRequest: {
      state: 'OPEN',
      isDraft: true,
      headRefOid: head,
      changedFiles: 1,
      author: { login: 'author' },
      labels: { nodes: [{ name: 'rust' }] },
    },
  });
});

test('what does not exist, is not granted or makes no sense is an error with status 200', async () => {
  await start({ permissions: { metadata: 'read' } });
  const missing = await query('{ repository(owner: "linux", name: "nothing") { id } }');
  expect(missing).toMatchObject({ data: { repository: null }, errors: [{ type: 'NOT_FOUND', path: ['repository'] }] });
  const closed = await query('{ repository(owner: "linux", name: "kernel") { object(expression: "main") { oid } } }');
  expect(closed.errors).toMatchObject([{ type: 'FORBIDDEN' }]);
  expect((await query('{ repository(owner: "linux") { id } }')).errors).toHaveLength(1);
  expect((await query('{ repository(')).errors).toHaveLength(1);
});
