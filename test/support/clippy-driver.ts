/** Asks clippy-driver itself, where it is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { RULE_OF, type Verdict } from './clippy-cases.ts';

/** The path of clippy-driver: in PATH or where rustup puts it; undefined where there is none. */
export function findDriver(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), join(homedir(), '.cargo', 'bin')];
  return folders.map((folder) => join(folder, 'clippy-driver')).find((path) => existsSync(path));
}

/** `clippy 0.1.95 (...)`; the rules of the lints differ between versions. */
export function versionOf(driver: string): string {
  return spawnSync(driver, ['--version'], { encoding: 'utf8' }).stdout.trim();
}

interface Diagnostic {
  readonly code: { readonly code: string } | null;
  readonly level: string;
  readonly spans: readonly DiagnosticSpan[];
}

interface DiagnosticSpan {
  readonly is_primary: boolean;
  readonly file_name: string;
  readonly line_start: number;
  readonly column_start: number;
  readonly expansion: { readonly span: DiagnosticSpan } | null;
}

/** Clippy's verdicts on one file as a crate of its own, with the kernel's options; undefined where it does not compile. */
export function askDriver(driver: string, folder: string, file: string): Verdict[] | undefined {
  const scratch = mkdtempSync(join(tmpdir(), 'clippy-'));
  try {
    // the one option of the kernel's .clippy.toml that these lints know
    writeFileSync(join(scratch, 'clippy.toml'), 'check-private-items = true\n');
    const path = resolve(folder, file);
    const lints = Object.keys(RULE_OF).flatMap((lint) => ['-W', `clippy::${lint}`]);
    const options = ['--crate-name=case', '--crate-type=lib', '--edition=2021', '--emit=metadata', '--cap-lints=warn'];
    const { stderr, status } = spawnSync(
      driver,
      [...options, '--error-format=json', '--out-dir', scratch, ...lints, path],
      { encoding: 'utf8', env: { ...process.env, CLIPPY_CONF_DIR: scratch, RUSTC_BOOTSTRAP: '1' } },
    );
    if (status !== 0) return undefined;
    const diagnostics = stderr.split('\n').filter((line) => line.startsWith('{'));
    return diagnostics.flatMap((line) => verdictOf(JSON.parse(line) as Diagnostic, file, path));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function verdictOf({ code, spans }: Diagnostic, file: string, path: string): Verdict[] {
  const lint = code?.code.replace(/^clippy::/, '') ?? '';
  let span = spans.find(({ is_primary }) => is_primary);
  // what a foreign macro makes stands at its call
  while (span !== undefined && span.file_name !== path) span = span.expansion?.span;
  if (RULE_OF[lint] === undefined || span === undefined) return [];
  return [{ file, lint, line: span.line_start, col: span.column_start }];
}
