/** The command `audit`. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { auditTree } from '../app/audit-tree.ts';
import type { SourceTree } from '../app/ports.ts';
import type { Settings } from '../config/settings.ts';
import type { Finding } from '../finding/finding.ts';
import type { Audit } from '../review/review.ts';
import { RULES } from '../rules/catalogue.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import type { Call, Format } from './arguments.ts';
import { statusOf } from './exit.ts';
import { lookAt } from './look.ts';
import type { Outcome, Services } from './program.ts';
import { settingsFor } from './settings.ts';

/** What holds in every kernel tree with Rust, and in no other folder. */
const KERNEL_MARK = 'rust/kernel/lib.rs';

export async function runAudit(
  call: Call,
  services: Services,
  colour: boolean,
  onProgress: (done: number, all: number) => void = () => {},
): Promise<Outcome | Failure> {
  const baseline = readBaseline(call.text('baseline'));
  if (isFailure(baseline)) return baseline;
  const subject =
    call.text('rev') === undefined ? await workTreeSubject(call, services) : await revisionSubject(call, services);
  if (isFailure(subject)) return subject;
  const settings = await settingsFor(call.text('config'), subject.tree, services.today);
  if (isFailure(settings)) return settings;
  const auditor = services.makeAuditor(settings, subject.isKernel);
  const audit = shown(await auditTree(subject.tree, subject.paths, auditor, onProgress), subject.show);
  const fresh = { ...audit, findings: audit.findings.filter(({ fingerprint }) => !baseline.has(fingerprint)) };
  const failOn = (call.text('fail-on') as Settings['failOn'] | undefined) ?? 'never';
  return {
    text: await render(fresh, call, services, colour),
    status: statusOf(fresh.findings, failOn, fresh.complete, call.flag('allow-incomplete')),
  };
}

/** What is audited: files of a tree, and how their paths are printed. */
interface Subject {
  readonly tree: SourceTree;
  readonly paths: readonly string[];
  readonly isKernel: boolean;
  readonly show: (path: string) => string;
}

async function workTreeSubject(call: Call, { workTree }: Services): Promise<Subject | Failure> {
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
  const paths = new Set<string>();
  for (const { place, isFolder } of places) {
    const below = relative(root, place).split(sep).join('/');
    const listed = isFolder ? await workTree(place).list('.rs') : [''];
    if (isFailure(listed)) return listed;
    for (const name of listed) paths.add([below, name].filter((part) => part !== '').join('/'));
  }
  if (paths.size === 0) return failure(inputs.join(' '), 'there is no Rust file', 'name a tree that holds some');
  const show = (path: string): string => relative(process.cwd(), join(root, path)).split(sep).join('/');
  return { tree: workTree(root), paths: [...paths], isKernel: roots[0] !== undefined, show };
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

async function revisionSubject(call: Call, services: Services): Promise<Subject | Failure> {
  const repository = await services.openRepository(call.text('repo'));
  if (isFailure(repository)) return repository;
  const commit = await repository.resolve(call.text('rev') as string);
  if (isFailure(commit)) return commit;
  const tree = repository.tree(commit);
  const all = await tree.list('.rs');
  if (isFailure(all)) return all;
  const wanted = call.inputs
    .map((input) => input.replace(/^\.\//, '').replace(/\/+$/, ''))
    .filter((input) => input !== '' && input !== '.');
  const missing = wanted.find((input) => !all.some((path) => path === input || path.startsWith(`${input}/`)));
  if (missing !== undefined)
    return failure(missing, `the revision has no Rust file there`, 'name paths relative to the top of the repository');
  const paths =
    wanted.length === 0
      ? all
      : all.filter((path) => wanted.some((input) => path === input || path.startsWith(`${input}/`)));
  if (paths.length === 0)
    return failure(call.text('rev') as string, 'the revision holds no Rust file', 'name another one');
  return { tree, paths, isKernel: all.includes(KERNEL_MARK), show: (path) => path };
}

function shown(audit: Audit, show: (path: string) => string): Audit {
  return {
    ...audit,
    findings: audit.findings.map((finding) => ({
      ...finding,
      path: show(finding.path),
      related: finding.related.map((each) => ({ ...each, path: show(each.path) })),
    })),
    unread: audit.unread.map((each) => ({ ...each, path: show(each.path) })),
  };
}

/** The fingerprints of an earlier audit. */
function readBaseline(file: string | undefined): ReadonlySet<string> | Failure {
  if (file === undefined) return new Set();
  try {
    const { findings } = JSON.parse(readFileSync(file, 'utf8')) as { findings?: unknown };
    if (!Array.isArray(findings))
      return failure(file, 'is no JSON of this program', 'make one with kernel-rust-audit audit --format json');
    return new Set((findings as Partial<Finding>[]).map(({ fingerprint }) => String(fingerprint)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return failure(
      file,
      code === undefined ? 'is no JSON' : `cannot be read (${code})`,
      'make one with kernel-rust-audit audit --format json',
    );
  }
}

async function render(audit: Audit, call: Call, { tool }: Services, colour: boolean): Promise<string> {
  switch ((call.text('format') ?? 'text') as Format) {
    case 'terse':
      return (await import('../report/terse.ts')).renderAuditTerse(audit);
    case 'json':
      return (await import('../report/json.ts')).renderAuditJson(audit, { tool });
    case 'sarif':
      return (await import('../report/sarif.ts')).renderAuditSarif(audit, { tool, rules: RULES });
    case 'markdown':
      return (await import('../report/markdown.ts')).renderAuditMarkdown(audit);
    default:
      return (await import('../report/audit-text.ts')).renderAuditText(audit, { colour, full: call.flag('full') });
  }
}
