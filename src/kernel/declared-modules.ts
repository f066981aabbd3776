/** Where the files of `mod name;` may be (The Rust Reference, "Modules"), without a `#[path]`. */

import { BLANK, type Tokens } from '../rust/lexer.ts';
import { itemAround } from '../rust/token-queries.ts';
import { folderOf, pathFrom } from '../text/paths.ts';
import type { Inclusion } from './inclusions.ts';

const MAY_DECLARE = new RegExp(String.raw`\bmod${BLANK}+(?:r#)?\w+${BLANK}*(?:;|/[*/])|\bmod${BLANK}*/[*/]`);

/** Whether a text may have modules in other files; quicker than its tokens. */
export function mayDeclareModules(text: string): boolean {
  return MAY_DECLARE.test(text);
}

/**
 * The modules that a file has in other files, in the order of the text.
 * @param path of the file, relative to the tree's root; any file may be the root of a crate, whose modules are beside it
 */
export function declaredModules(path: string, tokens: Tokens): readonly Inclusion[] {
  const [folder, stem] = [folderOf(path), (path.split('/').pop() ?? '').replace(/\.rs$/, '')];
  return tokens.allOf('mod').flatMap((at) => {
    const name = tokens.next(at);
    if (!tokens.is(tokens.next(name), ';')) return [];
    const steps = [tokens.at(name).replace(/^r#/, '')];
    for (let item = itemAround(tokens, at); item !== undefined; item = item.parent)
      if (item.kind === 'mod') steps.unshift(item.name);
    const inner = steps.join('/');
    const paths = [inner, `${stem}/${inner}`].flatMap((each) => [`${each}.rs`, `${each}/mod.rs`]);
    return [{ offset: tokens.start(at), paths: paths.map((each) => pathFrom(folder, each)), isBuilt: false }];
  });
}
