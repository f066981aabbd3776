/** Routes for commits, trees and blobs. */
import { countLines, type Difference, differencesOf, diffText } from './differences.ts';
import { commitsBetween, mergeBase, newestFirst } from './history.ts';
import { pageOf as htmlOf, nodeId, urlOf } from './json.ts';
import { commitJson, fileJson, pullRequestJson, treeOf } from './json-pulls.ts';
import { type CommitObject, type TreeEntry, typeOf, walk } from './objects.ts';
import { notFound, Refusal } from './refusal.ts';
import { type Need, ok, pageOf, type Reply, type RepositoryCall, type Route } from './route.ts';
import { type Json, type RepositoryState, resolve, type World } from './world.ts';

const CONTENTS: Need = [['contents', 'read']];

export const GIT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/commits', by: 'installation', need: CONTENTS, answer: listCommits },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{ref}',
    by: 'installation',
    need: CONTENTS,
    answer: showCommit,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    by: 'installation',
    need: [['pull_requests', 'read']],
    answer: pullsOfCommit,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/compare/{basehead}',
    by: 'installation',
    need: CONTENTS,
    answer: compare,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/git/trees/{tree_sha}',
    by: 'installation',
    need: CONTENTS,
    answer: showTree,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/git/blobs/{file_sha}',
    by: 'installation',
    need: CONTENTS,
    answer: showBlob,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/contents/{path}',
    by: 'installation',
    need: CONTENTS,
    answer: contents,
  },
];

function commitAt({ repository }: RepositoryCall, name: string | undefined): CommitObject {
  const id = resolve(repository, name ?? 'HEAD');
  if (id === undefined) throw new Refusal(422, `No commit found for SHA: ${name}`);
  return repository.objects.needCommit(id);
}

function listCommits(call: RepositoryCall): Reply {
  const { world, repository, query } = call;
  const id = resolve(repository, query['sha'] ?? 'HEAD');
  if (id === undefined) throw notFound();
  const { items, headers } = pageOf(call, [...newestFirst(repository.objects, [id])]);
  return ok(
    items.map((commit) => commitJson(world, repository, commit)),
    headers,
  );
}

function showCommit(call: RepositoryCall): Reply {
  const { world, repository, params } = call;
  const commit = commitAt(call, params['ref']);
  const before = treeOf(repository, commit.parents[0] ?? null);
  const all = differencesOf(repository.objects, before, commit.tree);
  if (wantsDiff(call)) return diff(world, repository, all);
  const listed = all.slice(0, world.limits.commitFiles);
  const { items, headers } = pageOf(call, listed, { usual: world.limits.commitFilesAPage });
  let [additions, deletions] = [0, 0];
  for (const each of all) {
    const counts = countLines(repository.objects, each);
    additions += counts.additions;
    deletions += counts.deletions;
  }
  const stats = { additions, deletions, total: additions + deletions };
  const files = filesJson(world, repository, commit.id, items);
  return ok({ ...commitJson(world, repository, commit), stats, files }, headers);
}

/** GitHub leaves patches out past some seventy files. */
export function filesJson(
  world: World,
  repository: RepositoryState,
  commit: string,
  files: readonly Difference[],
): readonly Json[] {
  return files.map((each, index) => fileJson(world, repository, commit, each, index < world.limits.patchesAPage));
}

/** What GitHub says of a fork's commit is nothing. */
function pullsOfCommit(call: RepositoryCall): Reply {
  const { world, repository, params } = call;
  const { id } = commitAt(call, params['commit_sha']);
  const found = [...repository.pulls.values()].filter(
    (pull) =>
      pull.from === repository &&
      commitsBetween(repository.objects, pull.base, pull.head).some((commit) => commit.id === id),
  );
  const { items, headers } = pageOf(call, found);
  return ok(
    items.map((pull) => pullRequestJson(world, repository, pull, false)),
    headers,
  );
}

function compare(call: RepositoryCall): Reply {
  const { world, repository, params, query } = call;
  const { objects } = repository;
  const basehead = params['basehead'] ?? '';
  const [left = '', right = ''] = basehead.split('...');
  const nameOf = (side: string) => side.slice(side.indexOf(':') + 1);
  const [base, head] = [resolve(repository, nameOf(left)), resolve(repository, nameOf(right))];
  if (base === undefined || head === undefined) throw notFound();
  const common = mergeBase(objects, base, head);
  if (common === null) throw new Refusal(404, `No common ancestor between ${left} and ${right}.`);
  const ahead = [...commitsBetween(objects, base, head)].reverse();
  const behind = commitsBetween(objects, head, base).length;
  const all = differencesOf(objects, treeOf(repository, common), treeOf(repository, head));
  if (wantsDiff(call)) return diff(world, repository, all);
  const isPaged = query['page'] !== undefined || query['per_page'] !== undefined;
  const { items, headers } = isPaged ? pageOf(call, ahead) : { items: ahead.slice(-250), headers: {} };
  const url = `${urlOf(world, repository)}/compare/${basehead}`;
  const page = `${htmlOf(world, repository)}/compare/${basehead}`;
  const isFirst = Number(query['page'] ?? 1) === 1;
  return ok(
    {
      url,
      html_url: page,
      permalink_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      base_commit: commitJson(world, repository, objects.needCommit(base)),
      merge_base_commit: commitJson(world, repository, objects.needCommit(common)),
      status: ahead.length === 0 ? (behind === 0 ? 'identical' : 'behind') : behind === 0 ? 'ahead' : 'diverged',
      ahead_by: ahead.length,
      behind_by: behind,
      total_commits: ahead.length,
      commits: items.map((commit) => commitJson(world, repository, commit)),
      files: isFirst ? filesJson(world, repository, head, all.slice(0, world.limits.compareFiles)) : [],
    },
    headers,
  );
}

export function wantsDiff({ accept }: { readonly accept: string }): boolean {
  return /application\/vnd\.github(\.v3)?\.diff/.test(accept);
}

export function diff(world: World, { objects }: RepositoryState, all: readonly Difference[]): Reply {
  const tooLarge = (what: string, most: number) =>
    new Refusal(406, `Sorry, the diff exceeded the maximum number of ${what} (${most}).`, [
      { resource: 'PullRequest', field: 'diff', code: 'too_large' },
    ]);
  if (all.length > world.limits.compareFiles) throw tooLarge('files', world.limits.compareFiles);
  const text = diffText(objects, all);
  if (text.split('\n').length > world.limits.diffLines) throw tooLarge('lines', world.limits.diffLines);
  return {
    status: 200,
    body: Buffer.from(text),
    headers: { 'content-type': 'application/vnd.github.diff; charset=utf-8' },
  };
}

/** A tree by its id, by a commit or branch, or by `commit:folder`. */
function treeAt(repository: RepositoryState, name: string): string | undefined {
  const { objects } = repository;
  if (objects.tree(name) !== undefined) return name;
  const [of = '', path = ''] = splitOnce(name, ':');
  const id = resolve(repository, of);
  const entry = id === undefined ? undefined : objects.at(objects.needCommit(id).tree, path);
  return entry?.mode === '040000' ? entry.id : undefined;
}

export function splitOnce(text: string, by: string): readonly string[] {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + by.length)];
}

function showTree({ world, repository, params, query }: RepositoryCall): Reply {
  const id = treeAt(repository, params['tree_sha'] ?? '');
  if (id === undefined) throw notFound();
  const { objects } = repository;
  const isRecursive = query['recursive'] !== undefined;
  const entries = isRecursive
    ? walk(objects, id, true)
    : [...(objects.tree(id)?.entries.values() ?? [])].map((entry) => ({ path: entry.name, entry }));
  const url = urlOf(world, repository);
  const tree: Json[] = [];
  let bytes = 0;
  let truncated = false;
  for (const { path, entry } of entries) {
    const json = entryJson(url, objects.blob(entry.id)?.bytes.length, path, entry);
    bytes += path.length + url.length + 130;
    truncated = tree.length >= world.limits.treeEntries || bytes > world.limits.treeBytes;
    if (truncated) break;
    tree.push(json);
  }
  return ok({ sha: id, url: `${url}/git/trees/${id}`, tree, truncated });
}

function entryJson(url: string, size: number | undefined, path: string, { mode, id }: TreeEntry): Json {
  const type = typeOf(mode);
  if (type === 'commit') return { path, mode, type, sha: id };
  const own = type === 'tree' ? { url: `${url}/git/trees/${id}` } : { size: size ?? 0, url: `${url}/git/blobs/${id}` };
  return { path, mode, type, sha: id, ...own };
}

function showBlob({ world, repository, params, accept }: RepositoryCall): Reply {
  const blob = repository.objects.blob(params['file_sha'] ?? '');
  if (blob === undefined) throw notFound();
  if (wantsRaw(accept)) return raw(blob.bytes);
  return ok({
    sha: blob.id,
    node_id: nodeId('Blob', blob.id),
    size: blob.bytes.length,
    url: `${urlOf(world, repository)}/git/blobs/${blob.id}`,
    content: base64Of(blob.bytes),
    encoding: 'base64',
  });
}

function wantsRaw(accept: string): boolean {
  return /application\/vnd\.github(\.v3)?\.raw/.test(accept);
}

function raw(bytes: Buffer): Reply {
  return { status: 200, body: bytes, headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' } };
}

/** With a line end after each sixty characters. */
function base64Of(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{1,60}/g, '$&\n');
}

function contents(call: RepositoryCall): Reply {
  const { world, repository, params, query, accept } = call;
  const { objects } = repository;
  const path = params['path'] ?? '';
  const ref = query['ref'] ?? repository.defaultBranch;
  const commit = resolve(repository, ref);
  if (commit === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const entry = objects.at(objects.needCommit(commit).tree, path);
  if (entry === undefined) throw notFound();
  const jsonOf = (at: string, { name, mode, id }: TreeEntry): Json => {
    const type = typeOf(mode);
    const url = `${urlOf(world, repository)}/contents/${at}?ref=${ref}`;
    const git = `${urlOf(world, repository)}/git/${type}s/${id}`;
    const html = `${htmlOf(world, repository)}/${type}/${ref}/${at}`;
    return {
      name: name === '' ? repository.name : (at.split('/').at(-1) ?? ''),
      path: at,
      sha: id,
      size: objects.blob(id)?.bytes.length ?? 0,
      url,
      html_url: html,
      git_url: git,
      download_url: type === 'blob' ? `${htmlOf(world, repository)}/raw/${ref}/${at}` : null,
      type: mode === '120000' ? 'symlink' : type === 'blob' ? 'file' : type === 'tree' ? 'dir' : 'submodule',
      _links: { self: url, git, html },
    };
  };
  const blob = objects.blob(entry.id);
  if (blob === undefined) {
    const children = [...(objects.tree(entry.id)?.entries.values() ?? [])].slice(0, 1000);
    return ok(children.map((child) => jsonOf(path === '' ? child.name : `${path}/${child.name}`, child)));
  }
  if (wantsRaw(accept)) return raw(blob.bytes);
  const isLarge = blob.bytes.length > world.limits.contents;
  return ok({
    ...jsonOf(path, entry),
    content: isLarge ? '' : base64Of(blob.bytes),
    encoding: isLarge ? 'none' : 'base64',
    ...(entry.mode === '120000' ? { target: blob.bytes.toString() } : {}),
  });
}
