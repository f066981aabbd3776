/** Use case: audit the files of a tree, and count what the tree is made of. */
import type { Unread } from '../../finding/finding.ts';
import type { FileEvidence } from '../../kernel/abstractions/evidence.ts';
import { type AbstractionIndex, type Header, makeIndex } from '../../kernel/abstractions/index.ts';
import { KERNEL_BINDINGS } from '../../kernel/bindings.ts';
import { isSymbolOf, usedBindings } from '../../kernel/census/bindings-census.ts';
import { newlines } from '../../kernel/census/count-words.ts';
import { cratesOf } from '../../kernel/census/crates.ts';
import type { OtherEntry } from '../../kernel/census/file-census.ts';
import { isUse, type LinkedFile, linkCrates } from '../../kernel/census/link.ts';
import { modulesOf } from '../../kernel/census/module-census.ts';
import { sum } from '../../kernel/census/sums.ts';
import { ABSTRACTIONS } from '../../kernel/file-facts.ts';
import { type IncludedLints, includedLints } from '../../kernel/included-lints.ts';
import { NO_FACTS, replacementsAskedFor, type TreeFacts } from '../../kernel/tree-facts.ts';
import { auditTokens, type FileAudit, type KnownOfTree } from '../../review/audit.ts';
import type { Policy } from '../../review/policy.ts';
import type { Audit, Scope } from '../../review/review.ts';
import { sumAudit } from '../../review/sum-audit.ts';
import { RULES_OF_TREES } from '../../rules/catalogue.ts';
import { lex } from '../../rust/lexer.ts';
import { namesOf } from '../../rust/names/names.ts';
import { isFailure } from '../../text/failure.ts';
import { folderOf } from '../../text/paths.ts';
import { type Cache, type Found, NO_CACHE, type SourceFile, type SourceTree } from '../ports/source-tree.ts';
import { abstractionIndex, headersOf, textsOf } from '../review/abstraction-index.ts';
import { unreadInTree } from '../review/reached-files.ts';
import { ALL_REPLACEMENTS, replacementsIn } from '../review/replacements.ts';

/** A file to audit: its path is relative to the tree's root. */
export interface AuditJob {
  readonly path: string;
  readonly text: string;
  readonly known: KnownOfTree;
}

/** Analyses files, here or in other threads; gives the results in the order of the jobs. */
export type Auditor = (jobs: readonly AuditJob[], onDone: (done: number) => void) => Promise<readonly FileAudit[]>;

/** What is to be audited. */
export interface AuditSubject {
  readonly tree: SourceTree;
  /** What bears a Rust file's name, among it what is only counted. */
  readonly found: Found;
  readonly scope: Scope;
  /** Whether a path of the tree is among what is counted. */
  readonly includes: (path: string) => boolean;
}

/** What the files are audited with. */
export interface AuditDeps {
  readonly auditor: Auditor;
  readonly policy: Policy;
  readonly cache?: Cache;
  readonly onProgress?: (done: number, all: number) => void;
}

/** Audits files of a tree. A file that cannot be read is named in the audit and makes it incomplete. */
export async function auditTree(subject: AuditSubject, deps: AuditDeps): Promise<Audit> {
  const { tree, found, scope } = subject;
  const { auditor, policy, onProgress = () => {} } = deps;
  const texts = await tree.read(found.files);
  const jobs: AuditJob[] = [];
  const others: OtherEntry[] = [];
  const unread: Unread[] = [];
  const replacements = await replacementsIn(tree, ALL_REPLACEMENTS);
  const included = new Map(
    [...texts].flatMap(([path, file]) => (file.kind === 'text' ? includedLints(path, file.text) : [])).map(byPath),
  );
  for (const path of found.files.toSorted()) {
    const file = texts.get(path);
    if (file?.kind === 'text') {
      const { text } = file;
      // what a file does not ask for is not among it, so that it counts as the same in other trees
      const asked = replacementsAskedFor([text]);
      const known = {
        replacements: replacements.filter((each) => asked.includes(each)),
        includedUnder: included.get(path) ?? [],
      };
      jobs.push({ path, text, known });
    } else {
      others.push({ path, layer: policy.layerOf(path), lines: 0 });
      const reason = file?.kind === 'unreadable' ? file.reason : 'no such file';
      unread.push({ path, reason, partial: false });
    }
  }
  for (const [path, file] of await tree.read(found.others)) {
    others.push({ path, layer: policy.layerOf(path), lines: linesOf(file) });
    if (file.kind === 'unreadable') unread.push({ path, reason: `${file.reason}; it is only counted`, partial: true });
  }
  const textsRead = new Map(jobs.map(({ path, text }) => [path, text]));
  const reached = await unreadInTree(tree, textsRead);
  unread.push(...reached.unread);
  const files = await auditor(jobs, (done) => onProgress(done, jobs.length));
  const { findings, ...census } = await countTree(subject, deps, files, textsRead, reached.by);
  return sumAudit(files, { revision: tree.revision, scope, others, unread, findings, ...census });
}

function byPath({ path, lints }: IncludedLints): readonly [string, IncludedLints['lints']] {
  return [path, lints];
}

/** What `wc -l` counts of a link or a folder. */
function linesOf(file: SourceFile): number {
  return file.kind === 'text' ? newlines(file.text) : 0;
}

/** What only shows across files. */
async function countTree(
  subject: AuditSubject,
  { policy, cache = NO_CACHE }: AuditDeps,
  files: readonly FileAudit[],
  texts: ReadonlyMap<string, string>,
  notRead: ReadonlySet<string>,
) {
  const { tree, includes } = subject;
  const surface = await cSurfaceTexts(subject);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const evidence = files.flatMap(({ facts }) => facts.evidence ?? []);
  const crates = cratesOf(
    files
      .filter(({ path, layer }) => !path.startsWith(ABSTRACTIONS) && (layer === 'leaf' || layer === 'abstraction'))
      .map(({ path, facts }) => ({ path, ...facts })),
  );
  const linked = linkCrates(crates, {
    namesIn: (path) => byPath.get(path)?.facts.names ?? undefined,
    namesOnDemand: (path) => {
      const text = texts.get(path);
      return text === undefined ? undefined : namesOf(lex(text), KERNEL_BINDINGS);
    },
    textOf: (path) => texts.get(path) ?? '',
  });
  const index = await indexOf(subject, evidence, linked, cache);
  const isSymbol = isSymbolOf(index);
  const headers = await headersBeside(tree, linked);
  const byLinkedPath = new Map(linked.map((each) => [each.path, each]));
  const facts: TreeFacts = {
    ...NO_FACTS,
    index,
    crateOf: (path) => byLinkedPath.get(path)?.crate,
    referencesOf: (path) => byLinkedPath.get(path)?.references ?? [],
    headersBeside: headers,
  };
  const findings = linked.flatMap(({ path }) =>
    auditTokens(path, texts.get(path) ?? '', byPath.get(path)?.generated ?? [], RULES_OF_TREES, policy, facts),
  );
  const bindings = usedBindings(evidence, linked, {
    index,
    isLeaf: (path) => byPath.get(path)?.layer === 'leaf',
    textOf: (path) => texts.get(path),
    headersBeside: headers,
  });
  const uses = new Map([
    ...evidence.map(({ path, uses }) => [path, sum(Object.values(uses), (count) => count)] as const),
    ...linked.map(({ path, references }) => [path, references.filter((each) => isUse(each, isSymbol)).length] as const),
  ]);
  return {
    ...surface,
    findings,
    library: includes(LIBRARY) ? surface.library : undefined,
    bindings,
    modules: modulesOf(files, crates, surface.library, {
      usesIn: (path) => uses.get(path) ?? 0,
      isWholeRead: (path) => byPath.get(path)?.unread.length === 0 && !notRead.has(path),
    }),
  };
}

const LIBRARY = 'rust/kernel/lib.rs';
const BINDINGS_HEADER = 'rust/bindings/bindings_helper.h';

/** C files that open C to Rust, and the list of abstraction modules. */
async function cSurfaceTexts({ tree, scope, includes }: AuditSubject) {
  if (scope === 'other') return { helpers: [], bindingsHeader: '', library: '' };
  const found = await tree.find('.c', 'rust/helpers');
  const helperPaths = isFailure(found) ? [] : [...found.files, ...found.others].filter(includes);
  const helperTexts = await textsOf(tree, helperPaths);
  const single = await textsOf(tree, [LIBRARY, ...[BINDINGS_HEADER].filter(includes)]);
  return {
    helpers: helperPaths.map((path) => helperTexts.get(path) ?? null),
    bindingsHeader: single.get(BINDINGS_HEADER) ?? '',
    library: single.get(LIBRARY) ?? '',
  };
}

/** The index by what was read already; where rust/kernel is not among it, by the tree's own, if anything asks for it. */
async function indexOf(
  { tree, scope, includes }: AuditSubject,
  evidence: readonly FileEvidence[],
  linked: readonly LinkedFile[],
  cache: Cache,
): Promise<AbstractionIndex | undefined> {
  if (scope === 'tree' || includes(LIBRARY)) return makeIndex(evidence, await headersOf(tree, evidence));
  return scope === 'part' && (linked.length > 0 || evidence.length > 0) ? abstractionIndex(tree, cache) : undefined;
}

/** The C headers in the folders of files that use the bindings. */
async function headersBeside(
  tree: SourceTree,
  linked: readonly LinkedFile[],
): Promise<(path: string) => readonly Header[]> {
  const byFolder = new Map<string, readonly Header[]>();
  for (const folder of new Set(linked.map(({ path }) => folderOf(path)))) {
    const listed = await tree.list('.h', folder === '' ? undefined : folder);
    const here = isFailure(listed) ? [] : listed.filter((path) => folderOf(path) === folder);
    byFolder.set(
      folder,
      [...(await textsOf(tree, here))].map(([path, text]) => ({ path, text })),
    );
  }
  return (path) => byFolder.get(folderOf(path)) ?? [];
}
