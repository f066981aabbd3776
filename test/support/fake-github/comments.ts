/** GitHub's rules for comments, and whom they call up. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { emitComment } from './events.ts';
import { invalid } from './refusal.ts';
import type { Account, CommentState, RepositoryState, World } from './world.ts';

/** In characters. */
const LONGEST = 65_536;

export function addComment(
  world: World,
  repository: RepositoryState,
  pull: number,
  user: Account,
  body: string,
): CommentState {
  check(body);
  const at = world.now();
  const isByApp = user === world.bot;
  const id = world.nextId();
  const comment: CommentState = { id, pull, user, isByApp, body, createdAt: at, updatedAt: at, reactions: [] };
  repository.comments.add(comment);
  note(world, comment);
  return comment;
}

export function editComment(world: World, repository: RepositoryState, comment: CommentState, body: string): void {
  check(body);
  const before = comment.body;
  comment.body = body;
  comment.updatedAt = world.now();
  note(world, comment);
  if (comment.isByApp)
    emitComment(world, repository, comment, 'edited', world.bot, { changes: { body: { from: before } } });
}

function check(body: string): void {
  if (body === '') throw invalid('IssueComment', 'body', 'Body cannot be blank', 'missing_field');
  if (body.length > LONGEST)
    throw invalid('IssueComment', 'data', `Body is too long (maximum is ${LONGEST} characters)`, 'unprocessable');
}

function note(world: World, { id, user, isByApp, body }: CommentState): void {
  if (!isByApp) return;
  for (const login of mentionsOf(body)) if (login !== user.login) world.mentions.push({ login, comment: id });
}

/** The accounts and teams that a text would call up: an @name that stands neither in code nor in a link. */
export function mentionsOf(markdown: string): readonly string[] {
  return textsOf(fromMarkdown(markdown)).flatMap((text) =>
    [...text.matchAll(/(?<![\w/.@`-])@([a-z\d](?:[a-z\d-]{0,38})(?:\/[\w.-]+)?)/gi)].map(([, login = '']) => login),
  );
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

function textsOf(node: Node): readonly string[] {
  switch (node.type) {
    case 'text':
      return [node.value ?? ''];
    case 'html':
      return [shownOf(node.value ?? '')];
    case 'link':
      return [];
    // code has no children
    default:
      return (node.children ?? []).flatMap(textsOf);
  }
}

/** The text between the tags of an HTML block. */
function shownOf(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(code|pre|tt|a|script|style)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);?|&#x([\da-f]+);?|&commat;/gi, (all, decimal, hex) =>
      all.toLowerCase() === '&commat;' ? '@' : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
    );
}
