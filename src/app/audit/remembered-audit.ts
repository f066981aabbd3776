/**
 * An audit that was made before of a tree that is the same. All that the audit asked of the tree is asked again; where the tree gives the same
 * answers, the audit is the same (Mokhov, Mitchell and Peyton Jones, "Build systems à la carte", section 4.2.2: constructive traces).
 */
import type { Audit } from '../../review/review.ts';
import { type Cache, cacheKey, NO_CACHE, type SourceFile, type SourceTree } from '../ports/source-tree.ts';
import type { AuditSubject } from './audit-tree.ts';

/** What was asked, and the hash of the answer. */
interface Step {
  readonly question: Question;
  readonly answer: string;
}

type Question =
  | { readonly ask: 'read'; readonly paths: readonly string[] }
  | { readonly ask: 'list' | 'find'; readonly suffix: string; readonly folder?: string }
  | { readonly ask: 'identityOf'; readonly folder: string }
  | { readonly ask: 'includes'; readonly path: string };

interface Remembered {
  readonly steps: readonly Step[];
  readonly audit: Audit;
}

/**
 * @param about all that the audit depends on besides the program and the tree: the settings
 * @param audit makes it; all that it knows of the tree it asks the subject that it is given
 */
export async function rememberedAudit(
  subject: AuditSubject,
  cache: Cache,
  about: readonly string[],
  audit: (subject: AuditSubject) => Promise<Audit>,
): Promise<Audit> {
  if (cache === NO_CACHE) return audit(subject);
  const { found, scope, tree } = subject;
  const name = cache.keyOf(['audit', ...about, scope, tree.revision ?? '', ...found.files, '', ...found.others]);
  const asked = askedSubject(subject);
  const known = (await cache.get(name)) as Remembered | undefined;
  if (known !== undefined && (await holds(known.steps, asked))) return known.audit;
  asked.steps.length = 0;
  const made = await audit(asked.subject);
  // why a file was not read may be the time that it took here
  if (made.complete) await cache.put(name, { steps: asked.steps, audit: made } satisfies Remembered);
  return made;
}

async function holds(steps: readonly Step[], { ask }: Asked): Promise<boolean> {
  for (const { question, answer } of steps) if ((await ask(question)).hash !== answer) return false;
  return true;
}

interface Asked {
  readonly subject: AuditSubject;
  readonly steps: Step[];
  /** Answers each question once. */
  readonly ask: (question: Question) => Promise<{ readonly value: unknown; readonly hash: string }>;
}

/** The same subject; what is asked of it is written down. */
function askedSubject(subject: AuditSubject): Asked {
  const { tree } = subject;
  const steps: Step[] = [];
  const answers = new Map<string, Promise<{ readonly value: unknown; readonly hash: string }>>();

  const answerOf = async (question: Question): Promise<unknown> => {
    switch (question.ask) {
      case 'read':
        return tree.read(question.paths);
      case 'list':
        return tree.list(question.suffix, question.folder);
      case 'find':
        return tree.find(question.suffix, question.folder);
      case 'identityOf':
        return tree.identityOf?.(question.folder);
      case 'includes':
        return subject.includes(question.path);
    }
  };
  const ask: Asked['ask'] = (question) => {
    const key = JSON.stringify(question);
    const known = answers.get(key) ?? answerOf(question).then((value) => ({ value, hash: hashOf(value) }));
    answers.set(key, known);
    return known;
  };
  const answered = async <Value>(question: Question): Promise<Value> => {
    const { value, hash } = await ask(question);
    steps.push({ question, answer: hash });
    return value as Value;
  };

  const { identityOf } = tree;
  const own: SourceTree = {
    revision: tree.revision,
    read: (paths) => answered({ ask: 'read', paths }),
    list: (suffix, folder) => answered({ ask: 'list', suffix, ...(folder !== undefined && { folder }) }),
    find: (suffix, folder) => answered({ ask: 'find', suffix, ...(folder !== undefined && { folder }) }),
    ...(identityOf && { identityOf: (folder: string) => answered({ ask: 'identityOf', folder }) }),
  };
  const includes = (path: string): boolean => {
    const isIncluded = subject.includes(path);
    steps.push({ question: { ask: 'includes', path }, answer: hashOf(isIncluded) });
    return isIncluded;
  };
  return { subject: { ...subject, tree: own, includes }, steps, ask };
}

function hashOf(answer: unknown): string {
  if (!(answer instanceof Map)) return cacheKey([JSON.stringify(answer) ?? '']);
  const files = answer as ReadonlyMap<string, SourceFile>;
  return cacheKey([...files].flatMap(([path, file]) => [path, file.kind, contentOf(file)]));
}

function contentOf(file: SourceFile): string {
  return file.kind === 'text' ? file.text : file.kind === 'unreadable' ? file.reason : '';
}
