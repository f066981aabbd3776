/** Short ways to read texts as patches in tests. */

import type { FilePatch, Series } from '../../src/patch/patch.ts';
import type { PatchOrder } from '../../src/patch/series.ts';
import { readPatches } from '../../src/patch/series.ts';
import type { HunkPosition } from '../../src/patch/sides.ts';
import { type Failure, failureText, isFailure } from '../../src/text/failure.ts';

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Reads one input called `x.patch`. */
export function read(text: string | Uint8Array): Promise<Series | Failure> {
  return readPatches([{ name: 'x.patch', bytes: typeof text === 'string' ? bytesOf(text) : text }]);
}

/** Reads several inputs, called by their keys. */
export function readAll(inputs: Readonly<Record<string, string>>, order?: PatchOrder): Promise<Series | Failure> {
  return readPatches(
    Object.entries(inputs).map(([name, text]) => ({ name, bytes: bytesOf(text) })),
    order,
  );
}

export function succeeded<Value>(value: Value | Failure): Value {
  if (isFailure(value)) throw new Error(failureText(value));
  return value;
}

export async function seriesOf(text: string | Uint8Array): Promise<Series> {
  return succeeded(await read(text));
}

/** The files of an input that holds one patch. */
export async function filesOf(text: string | Uint8Array): Promise<readonly FilePatch[]> {
  const { patches } = await seriesOf(text);
  expect(patches).toHaveLength(1);
  return patches[0]?.files ?? [];
}

export async function fileOf(text: string | Uint8Array): Promise<FilePatch> {
  const files = await filesOf(text);
  expect(files).toHaveLength(1);
  return files[0] as FilePatch;
}

/** `where: what; remedy` of the failure that an input gives. */
export async function failureOf(text: string | Uint8Array): Promise<string> {
  const result = await read(text);
  return isFailure(result) ? failureText(result) : `read: ${JSON.stringify(result)}`;
}

/** The hunk lines with their signs, `\` behind one without a newline. */
export function signed({ hunks }: FilePatch): readonly string[] {
  const signs = { context: ' ', add: '+', delete: '-' };
  return hunks.flatMap(({ lines }) =>
    lines.map(({ kind, text, noNewline }) => signs[kind] + text + (noNewline ? '\\' : '')),
  );
}

/** A hunk that adds one line to `drivers/gpu/ring.rs`. */
export const RING_DIFF = `diff --git a/drivers/gpu/ring.rs b/drivers/gpu/ring.rs
index 1111111..2222222 100644
--- a/drivers/gpu/ring.rs
+++ b/drivers/gpu/ring.rs
@@ -10,3 +10,4 @@ impl Ring {
     fn head(&self) -> u32 {
+        // SAFETY: \`self.registers\` is mapped for as long as \`self\` lives.
         unsafe { self.registers.read(HEAD) }
     }
`;

export interface MailParts {
  readonly subject?: string;
  readonly headers?: string;
  readonly message?: string;
  readonly diff?: string;
}

/** A mail as \`git format-patch\` writes it, without the \`From \` line. */
export function mail({
  subject = '[PATCH] gpu: ring: say why',
  headers = '',
  message = 'Say why.\n',
  diff = RING_DIFF,
}: MailParts = {}): string {
  return `From: Ada Kernel <ada@example.org>
Date: Mon, 2 Nov 2026 10:00:00 +0100
Subject: ${subject}
${headers}
${message}
Signed-off-by: Ada Kernel <ada@example.org>
---
 drivers/gpu/ring.rs | 1 +
 1 file changed, 1 insertion(+)

${diff}-- 
2.39.5

`;
}

export const COMMIT_LINE = 'From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n';
export const MBOX_LINE = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n';

interface ChangedLines {
  /** Line numbers of the file after the change, counted from 1. */
  readonly added: ReadonlySet<number>;
  /** Line numbers of the file before the change, counted from 1. */
  readonly deleted: ReadonlySet<number>;
}

/** The lines that were added and deleted: where the hunks were applied, or, without positions, where they say. */
export function changedLines({ hunks }: FilePatch, positions: readonly HunkPosition[] = hunks): ChangedLines {
  const [added, deleted] = [new Set<number>(), new Set<number>()];
  for (const [index, hunk] of hunks.entries()) {
    let { oldStart: oldLine, newStart: newLine } = positions[index] ?? hunk;
    for (const { kind } of hunk.lines) {
      if (kind === 'add') added.add(newLine);
      if (kind === 'delete') deleted.add(oldLine);
      if (kind !== 'add') oldLine++;
      if (kind !== 'delete') newLine++;
    }
  }
  return { added, deleted };
}
