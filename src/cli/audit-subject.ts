/** What an audit is about: files and folders of the call, in a work tree or a revision, and the tree that they are compared with. */

import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import type { AuditSubject } from '../app/audit/audit-tree.ts';
import type { GitRepository } from '../app/ports/git-repository.ts';
import type { SourceTree } from '../app/ports/source-tree.ts';
import { treeAt, treeBelow } from '../app/review/tree-views.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { isRustFile } from '../text/reviewed-files.ts';
import type { Call } from './arguments.ts';
import { lookAt } from './path-kind.ts';
import type { Services } from './surroundings.ts';

/** What holds in every kernel tree with Rust, and in no other folder. */
const KERNEL_MARK = 'rust/kernel/lib.rs';

/** What is audited. All its paths are relative to one root, from whichever folder the program is called. */
export interface Subject extends AuditSubject {
  /** The root as a folder; null where it is none, as in a bare repository. */
  readonly root: string | null;
  /** The root in a revision of its repository; the empty text is the top. */
  readonly top: string;
  /** The folder of the repository that `--compare REV` looks in, if the call names no other. */
  readonly repository: string;
  /** The folder that all paths of the call share, relative to the root. */
  readonly shared: string;
  /** The root in words where it is not what the reader takes for granted. */
  readonly rootWords: string | null;
}

/** A path of the call: as it was given, and where it leads. */
interface Place {
  readonly input: string;
  readonly path: string;
  readonly isFolder: boolean;
}

const TO_AUDIT = 'pass a tree, a folder or a Rust file (*.rs)';
const DIFFERENT_TREES = ['the paths belong to different trees', 'audit them one by one'] as const;
const noRustFile = (input: string): Failure => failure(input, 'is not a Rust file', TO_AUDIT);

/**
 * The files that the call names; without any those of --repo, or of the current folder. The root is the kernel tree around
 * them, else the git work tree around them, else the folder that they share.
 */
export async function workTreeSubject(call: Call<'audit'>, services: Services): Promise<Subject | Failure> {
  const { workTree } = services;
  const inputs = call.inputs.length > 0 ? call.inputs : await defaultInputs(call, services);
  if (isFailure(inputs)) return inputs;
  const places: Place[] = [];
  for (const input of inputs) {
    const kind = lookAt(input);
    if (kind === undefined) return failure(input, 'no such file or folder', TO_AUDIT);
    if (kind === 'file' && !isRustFile(input)) return noRustFile(input);
    places.push({ input, path: realPlace(input), isFolder: kind === 'folder' });
  }
  const folders = places.map(({ path, isFolder }) => (isFolder ? path : dirname(path)));
  const kernels = new Set(folders.map((folder) => around(folder, KERNEL_MARK)));
  const [kernel] = kernels;
  const roots = new Set(folders.map((folder) => around(folder, KERNEL_MARK) ?? around(folder, '.git')));
  if (roots.size > 1) return failure(inputs.join(' '), ...DIFFERENT_TREES);
  const [found] = roots;
  const root = found ?? sharedFolder(folders);
  const files = new Set<string>();
  const others = new Set<string>();
  const wanted: string[] = [];
  for (const { path, isFolder } of places) {
    const below = pathBelow(root, path);
    const rust = isFolder ? await workTree(path).find('.rs') : { files: [''], others: [] };
    if (isFailure(rust)) return rust;
    const named = (name: string): string => [below, name].filter((part) => part !== '').join('/');
    for (const name of rust.files) files.add(named(name));
    for (const name of rust.others) others.add(named(name));
    wanted.push(below);
  }
  return {
    tree: workTree(root),
    found: { files: [...files], others: [...others] },
    scope: scopeOf(kernel !== undefined, wanted),
    includes: amongThe(wanted),
    root,
    top: '',
    repository: root,
    shared: pathBelow(root, sharedFolder(folders)),
    rootWords: root === process.cwd() ? null : root,
  };
}

async function defaultInputs(call: Call<'audit'>, { openRepository }: Services): Promise<readonly string[] | Failure> {
  const named = call.options.repo;
  if (named === undefined) return ['.'];
  const repository = await openRepository(named);
  if (isFailure(repository)) return repository;
  const { workTree } = repository;
  return workTree === null ? failure(named, 'has no work tree to audit', 'pass a revision with --rev') : [workTree];
}

/** The same of `--rev`: in --repo, else in the repository around the paths. */
export async function revisionSubject(
  rev: string,
  call: Call<'audit'>,
  services: Services,
): Promise<Subject | Failure> {
  const named = call.options.repo;
  const [first = '.'] = call.inputs;
  const folder = named ?? nearestFolder(realPlace(first));
  const repository = await services.openRepository(folder);
  if (isFailure(repository)) return repository;
  const commit = await repository.resolve(rev);
  if (isFailure(commit)) return commit;
  const whole = repository.tree(commit);
  const all = await whole.find('.rs');
  if (isFailure(all)) return all;
  const bearers = [...all.files, ...all.others];
  const wanted: string[] = [];
  for (const input of call.inputs.length > 0 || named !== undefined ? call.inputs : ['.']) {
    const path = pathInRepository(input, repository, named !== undefined);
    if (isFailure(path)) return path;
    const failed = bearers.some(amongThe([path])) ? null : await whyNothing(whole, path, input);
    if (failed !== null) return failed;
    wanted.push(path);
  }
  if (wanted.length === 0) wanted.push('');
  const isKernel = (at: string): boolean => all.files.includes(at === '' ? KERNEL_MARK : `${at}/${KERNEL_MARK}`);
  const tops = new Set(wanted.map((path) => ancestors(path).find(isKernel)));
  if (tops.size > 1) return failure(call.inputs.join(' '), ...DIFFERENT_TREES);
  const [kernel] = tops;
  const top = kernel ?? '';
  const inside = (path: string): string => (top === '' ? path : path.slice(top.length + 1));
  const includes = amongThe(wanted.map(inside));
  const isBelow = amongThe([top]);
  const foundIn = (paths: readonly string[]): readonly string[] => paths.filter(isBelow).map(inside).filter(includes);
  return {
    tree: treeBelow(whole, top),
    found: { files: foundIn(all.files), others: foundIn(all.others) },
    scope: scopeOf(kernel !== undefined, wanted.map(inside)),
    includes,
    root: repository.workTree === null ? null : join(repository.workTree, top),
    top,
    repository: folder,
    shared: inside(wanted.reduce(sharedPath)),
    rootWords: wordsOfRoot(top, repository),
  };
}

/** Null where the root is the current folder. */
function wordsOfRoot(top: string, { workTree }: GitRepository): string | null {
  if (top !== '') return `${top} in the revision`;
  return workTree === process.cwd() ? null : 'the top of the repository';
}

/** Where a path of the call lies in a revision: its place in the work tree; of a repository elsewhere, a path from its top. */
function pathInRepository(input: string, { workTree }: GitRepository, isNamed: boolean): string | Failure {
  const place = realPlace(input);
  if (workTree !== null && isWithin(workTree, place)) return pathBelow(workTree, place);
  const path = normalize(input).split(sep).join('/').replace(/\/$/, '');
  if ((isNamed || workTree === null) && !isAbsolute(input) && !/^\.\.(?:\/|$)/.test(path))
    return path === '.' ? '' : path;
  return failure(input, 'is not in the repository', 'pass paths of one repository, or another repository with --repo');
}

/** Null for a folder that holds no Rust: then there is nothing to do. */
async function whyNothing(tree: SourceTree, path: string, input: string): Promise<Failure | null> {
  if (path === '') return null;
  const file = (await tree.read([path])).get(path);
  if (file?.kind !== 'absent') return noRustFile(input);
  const within = await tree.find('', path);
  if (isFailure(within)) return within;
  return within.files.length > 0 || within.others.length > 0
    ? null
    : failure(input, 'the revision has no such file or folder', 'pass a path that it has');
}

/** What the subject is compared with: the same files in another folder, or in a revision of --repo or of the repository around. */
export async function otherSubject(
  name: string,
  subject: Subject,
  call: Call<'audit'>,
  services: Services,
): Promise<AuditSubject | Failure> {
  const { scope, includes } = subject;
  const tree =
    lookAt(name) === 'folder' ? folderTree(name, subject, services) : await revisionTree(name, subject, call, services);
  if (isFailure(tree)) return tree;
  const all = await tree.find('.rs');
  if (isFailure(all)) return all;
  if (scope !== 'other' && !all.files.includes(KERNEL_MARK))
    return failure(name, 'is not a kernel tree with Rust', 'pass a revision, or the top folder of another tree');
  return { tree, found: { files: all.files.filter(includes), others: all.others.filter(includes) }, scope, includes };
}

/** Kernel trees are laid side by side at their tops; of other folders the one is in the place of the other. */
function folderTree(name: string, { scope, shared }: Subject, { workTree }: Services): SourceTree {
  const folder = realPlace(name);
  return scope === 'other' ? treeAt(workTree(folder), shared) : workTree(around(folder, KERNEL_MARK) ?? folder);
}

async function revisionTree(
  name: string,
  subject: Subject,
  call: Call<'audit'>,
  services: Services,
): Promise<SourceTree | Failure> {
  const repository = await services.openRepository(call.options.repo ?? subject.repository);
  if (isFailure(repository)) return repository;
  const commit = await repository.resolve(name);
  if (isFailure(commit)) return commit;
  const { workTree } = repository;
  const { root, top } = subject;
  // the repository may begin above the root; one that is named may be another one
  const isAround = root !== null && workTree !== null && isWithin(workTree, root);
  return treeBelow(repository.tree(commit), isAround ? pathBelow(workTree, root) : top);
}

function scopeOf(isKernel: boolean, wanted: readonly string[]): AuditSubject['scope'] {
  return isKernel ? (wanted.includes('') ? 'tree' : 'part') : 'other';
}

/** Whether a path is one of those, or below one; `''` is the whole tree. */
function amongThe(wanted: readonly string[]): (path: string) => boolean {
  return (path) => wanted.some((each) => each === '' || path === each || path.startsWith(`${each}/`));
}

/** The nearest folder, from `folder` upwards, that holds `mark`. */
function around(folder: string, mark: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (lookAt(join(at, mark)) !== undefined) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Without links, so that one place has one path; of what is not there, the part that is. */
function realPlace(input: string): string {
  const path = resolve(input);
  try {
    return realpathSync.native(path);
  } catch {
    return dirname(path) === path ? path : join(realPlace(dirname(path)), basename(path));
  }
}

function nearestFolder(path: string): string {
  return lookAt(path) === 'folder' || dirname(path) === path ? path : nearestFolder(dirname(path));
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function pathBelow(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

function sharedFolder(folders: readonly string[]): string {
  return folders.reduce((one, other) => {
    let shared = one;
    while (!isWithin(shared, other)) shared = dirname(shared);
    return shared;
  });
}

/** Of two paths of a tree what they share from its top. */
function sharedPath(one: string, other: string): string {
  return ancestors(one).find((at) => amongThe([at])(other)) ?? '';
}

/** A path and the folders above it, the nearest first; the last one is the root. */
function ancestors(path: string): readonly string[] {
  const steps = path === '' ? [] : path.split('/');
  return [...steps.map((_, index) => steps.slice(0, steps.length - index).join('/')), ''];
}
