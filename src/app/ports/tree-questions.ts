/** A tree of files that is asked by plain data: from another process, or where the questions are noted. */
import type { Failure } from '../../text/failure.ts';
import type { Found, SourceFile, SourceTree } from './source-tree.ts';

export type TreeQuestion =
  | { readonly port: 'read'; readonly paths: readonly string[] }
  | { readonly port: 'list' | 'find'; readonly suffix: string; readonly folder: string | undefined }
  | { readonly port: 'identityOf'; readonly folder: string };

/** What each question is answered with. */
export interface TreeAnswers {
  readonly read: ReadonlyMap<string, SourceFile>;
  readonly list: readonly string[] | Failure;
  readonly find: Found | Failure;
  readonly identityOf: string | undefined;
}

export type TreeAnswer = TreeAnswers[keyof TreeAnswers];

/** Asks the tree. */
export async function answerOf(tree: SourceTree, question: TreeQuestion): Promise<TreeAnswer> {
  switch (question.port) {
    case 'read':
      return tree.read(question.paths);
    case 'list':
      return tree.list(question.suffix, question.folder);
    case 'find':
      return tree.find(question.suffix, question.folder);
    case 'identityOf':
      return tree.identityOf?.(question.folder);
  }
}

/** A tree that turns each call into a question. @param ask answers a question as {@link TreeAnswers} says */
export function treeBehind(revision: string | null, ask: (question: TreeQuestion) => Promise<TreeAnswer>): SourceTree {
  const asked = async <Port extends keyof TreeAnswers>(question: TreeQuestion & { readonly port: Port }) =>
    (await ask(question)) as TreeAnswers[Port];
  return {
    revision,
    read: (paths) => asked({ port: 'read', paths }),
    list: (suffix, folder) => asked({ port: 'list', suffix, folder }),
    find: (suffix, folder) => asked({ port: 'find', suffix, folder }),
    identityOf: (folder) => asked({ port: 'identityOf', folder }),
  };
}
