/**
 * An audit that was made before of a tree that is the same. All that the audit asked of the tree is asked again; where the tree gives the same
 * answers, the audit is the same (Mokhov, Mitchell and Peyton Jones, "Build systems à la carte", section 4.2.2: constructive traces).
 */
import type { Audit } from '../../review/review.ts';
import { type Cache, cacheKey, NO_CACHE, type SourceFile } from '../ports/source-tree.ts';
import { answerOf, type TreeAnswer, type TreeQuestion, treeBehind } from '../ports/tree-questions.ts';
import type { AuditSubject } from './audit-tree.ts';

type Question = TreeQuestion | { readonly port: 'includes'; readonly path: string };

/** What was asked, and the hash of the answer. */
interface Step {
  readonly question: Question;
  readonly answer: string;
}

interface Remembered {
  readonly steps: readonly Step[];
  readonly audit: Audit;
}

/**
 * @param about all that the audit depends on apart from the program and the tree: the settings
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
  const answers = answersOf(subject);
  const known = (await cache.get(name)) as Remembered | undefined;
  if (known !== undefined && (await holds(known.steps, answers))) return known.audit;
  const steps: Step[] = [];
  const made = await audit(notedSubject(subject, answers, steps));
  // why a file was not read may be the time that it took here
  if (made.complete) await cache.put(name, { steps, audit: made } satisfies Remembered);
  return made;
}

async function holds(steps: readonly Step[], answers: Answers): Promise<boolean> {
  for (const { question, answer } of steps) if ((await answers(question)).hash !== answer) return false;
  return true;
}

type Answers = (question: Question) => Promise<{ readonly value: unknown; readonly hash: string }>;

/** Answers each question once: what was asked to compare is not read again for a new audit. */
function answersOf({ tree, includes }: AuditSubject): Answers {
  const known = new Map<string, ReturnType<Answers>>();
  const asked: Answers = async (question) => {
    const value = question.port === 'includes' ? includes(question.path) : await answerOf(tree, question);
    return { value, hash: hashOf(value) };
  };
  return (question) => {
    const key = JSON.stringify(question);
    const answer = known.get(key) ?? asked(question);
    known.set(key, answer);
    return answer;
  };
}

/** The same subject; what is asked of it is added to the steps. */
function notedSubject(subject: AuditSubject, answers: Answers, steps: Step[]): AuditSubject {
  const ask = async (question: TreeQuestion): Promise<TreeAnswer> => {
    const { value, hash } = await answers(question);
    steps.push({ question, answer: hash });
    return value as TreeAnswer;
  };
  const includes = (path: string): boolean => {
    const isIncluded = subject.includes(path);
    steps.push({ question: { port: 'includes', path }, answer: hashOf(isIncluded) });
    return isIncluded;
  };
  return { ...subject, tree: treeBehind(subject.tree.revision, ask), includes };
}

function hashOf(answer: unknown): string {
  if (!(answer instanceof Map)) return cacheKey([JSON.stringify(answer) ?? '']);
  const files = answer as ReadonlyMap<string, SourceFile>;
  return cacheKey([...files].flatMap(([path, file]) => [path, file.kind, contentOf(file)]));
}

function contentOf(file: SourceFile): string {
  return file.kind === 'text' ? file.text : file.kind === 'unreadable' ? file.reason : '';
}
