/** What an audit is about: files and folders of the call, a revision, and the tree that they are compared with. */
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { AuditSubject } from '../app/audit-tree.ts';
import type { Found, SourceTree } from '../app/ports.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import type { Call } from './arguments.ts';
import { lookAt } from './look.ts';
import type { Services } from './program.ts';

/** What holds in every kernel tree with Rust, and in no other folder. */
const KERNEL_MARK = 'rust/kernel/lib.rs';

/** What is audited, and how its paths are printed. */
export interface Subject extends AuditSubject {
  readonly show: (path: string) => string;
  /** The folder that its paths are relative to; undefined for a revision. */
  readonly root: string | undefined;
}

/** The files that the call names; without any the current folder. */
export async function workTreeSubject(call: Call, { workTree }: Services): Promise<Subject | Failure> {
  const inputs = call.inputs.length === 0 ? ['.'] : call.inputs;
  const places: { readonly place: string; readonly isFolder: boolean }[] = [];
  for (const input of inputs) {
    const kind = lookAt(input);
    if (kind === undefined)
      return failure(input, 'there is no such file or folder', 'name a tree, a folder or a Rust file');
    places.push({ place: resolve(input), isFolder: kind === 'folder' });
  }
  const roots = [...new Set(places.map(({ place, isFolder }) => kernelAround(isFolder ? place : dirname(place))))];
  if (roots.length > 1)
    return failure(inputs.join(' '), 'the paths belong to different trees', 'audit them one by one');
  const root = roots[0] ?? commonFolder(places);
  const files = new Set<string>();
  const others = new Set<string>();
  const wanted: string[] = [];
  for (const { place, isFolder } of places) {
    const below = relative(root, place).split(sep).join('/');
    const found = isFolder ? await workTree(place).find('.rs') : { files: [''], others: [] };
    if (isFailure(found)) return found;
    const named = (name: string): string => [below, name].filter((part) => part !== '').join('/');
    for (const name of found.files) files.add(named(name));
    for (const name of found.others) others.add(named(name));
    wanted.push(below);
  }
  if (files.size === 0) return failure(inputs.join(' '), 'there is no Rust file', 'name a tree that holds some');
  const show = (path: string): string => relative(process.cwd(), join(root, path)).split(sep).join('/');
  return {
    tree: workTree(root),
    found: { files: [...files], others: [...others] },
    scope: roots[0] === undefined ? 'other' : wanted.includes('') ? 'tree' : 'part',
    includes: amongThe(wanted),
    show,
    root,
  };
}

/** Whether a path is one of those, or below one; `''` is the whole tree. */
function amongThe(wanted: readonly string[]): (path: string) => boolean {
  return (path) => wanted.some((each) => each === '' || path === each || path.startsWith(`${each}/`));
}

/** The nearest folder, from `folder` upwards, that is a kernel tree. */
function kernelAround(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (lookAt(join(at, KERNEL_MARK)) === 'file') return at;
    if (dirname(at) === at) return undefined;
  }
}

function commonFolder(places: readonly { readonly place: string; readonly isFolder: boolean }[]): string {
  let common = places
    .map(({ place, isFolder }) => (isFolder ? place : dirname(place)))
    .reduce((a, b) => (a.length <= b.length ? a : b));
  while (
    !places.every(({ place }) => place === common || place.startsWith(common.endsWith(sep) ? common : common + sep))
  )
    common = dirname(common);
  return common;
}

/** The files of `--rev`, or those among them that the call names. */
export async function revisionSubject(call: Call, services: Services): Promise<Subject | Failure> {
  const repository = await services.openRepository(call.text('repo'));
  if (isFailure(repository)) return repository;
  const commit = await repository.resolve(call.text('rev') as string);
  if (isFailure(commit)) return commit;
  const tree = repository.tree(commit);
  const all = await tree.find('.rs');
  if (isFailure(all)) return all;
  const named = call.inputs.map((input) => input.replace(/^\.\//, '').replace(/\/+$/, ''));
  const wanted = named.length === 0 || named.includes('.') || named.includes('') ? [''] : named;
  const missing = wanted.find((input) => !all.files.some(amongThe([input])));
  if (missing !== undefined && missing !== '')
    return failure(missing, `the revision has no Rust file there`, 'name paths relative to the top of the repository');
  const includes = amongThe(wanted);
  const found: Found = { files: all.files.filter(includes), others: all.others.filter(includes) };
  if (found.files.length === 0)
    return failure(call.text('rev') as string, 'the revision holds no Rust file', 'name another one');
  const isKernel = all.files.includes(KERNEL_MARK);
  const scope = isKernel ? (wanted.includes('') ? 'tree' : 'part') : 'other';
  return { tree, found, scope, includes, show: (path) => path, root: undefined };
}

/** The same files in another tree: a folder, else a revision of `--repo` or of the repository around the tree. */
export async function otherSubject(
  name: string,
  { scope, includes, root }: Subject,
  call: Call,
  services: Services,
): Promise<AuditSubject | Failure> {
  const tree = lookAt(name) === 'folder' ? folderTree(name, services) : await revisionTree(name, root, call, services);
  if (isFailure(tree)) return tree;
  const all = await tree.find('.rs');
  if (isFailure(all)) return all;
  if (scope !== 'other' && !all.files.includes(KERNEL_MARK))
    return failure(name, 'is no kernel tree with Rust', 'name a revision, or the top folder of another tree');
  return { tree, found: { files: all.files.filter(includes), others: all.others.filter(includes) }, scope, includes };
}

function folderTree(name: string, { workTree }: Services): SourceTree {
  const folder = resolve(name);
  return workTree(kernelAround(folder) ?? folder);
}

async function revisionTree(
  name: string,
  root: string | undefined,
  call: Call,
  services: Services,
): Promise<SourceTree | Failure> {
  const repository = await services.openRepository(call.text('repo') ?? root);
  if (isFailure(repository)) return repository;
  const commit = await repository.resolve(name);
  if (isFailure(commit)) return commit;
  const tree = repository.tree(commit);
  const top = repository.workTree;
  // a repository that is named may be another one; the one around the tree may begin above it
  const isAround = call.text('repo') === undefined && root !== undefined && top !== null;
  return isAround ? treeBelow(tree, relative(top, root).split(sep).join('/')) : tree;
}

/** A folder of a tree as a tree. */
function treeBelow(tree: SourceTree, folder: string): SourceTree {
  if (folder === '') return tree;
  const outside = (path: string): string => `${folder}/${path}`;
  const inside = (path: string): string => path.slice(folder.length + 1);
  const find: SourceTree['find'] = async (suffix, below) => {
    const found = await tree.find(suffix, below === undefined ? folder : outside(below));
    return isFailure(found) ? found : { files: found.files.map(inside), others: found.others.map(inside) };
  };
  return {
    revision: tree.revision,
    find,
    list: async (suffix, below) => {
      const found = await find(suffix, below);
      return isFailure(found) ? found : found.files;
    },
    read: async (paths) =>
      new Map([...(await tree.read(paths.map(outside)))].map(([path, file]) => [inside(path), file])),
  };
}
