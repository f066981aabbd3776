/** The figures of an audit, file by file and summed. */
import { NO_FACTS_OF_FILE } from '../../src/kernel/file-facts.ts';
import { auditFile } from '../../src/review/audit.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { NOTHING_ELSE, sumAudit } from '../../src/review/sum-audit.ts';
import { undocumentedUnsafe } from '../../src/rules/undocumented-unsafe.ts';

const TEXT = `//! A driver.

extern "C" {
    fn ring_start();
}

macro_rules! head {
    ($ring:expr) => {
        // SAFETY: \`$ring\` is live.
        unsafe { (*$ring).head }
    };
}

/// # Safety
///
/// \`ring\` must be live.
unsafe fn free(ring: *mut Ring) {
    // SAFETY: By contract.
    unsafe { bindings::ring_free(ring) };
    unsafe { bindings::ring_put(ring) };
}

/// \`\`\`
/// unsafe { example() };
/// \`\`\`
const TEXT: &str = "one
two";
`;
const audit = (path: string, text = TEXT) => auditFile(path, text, [undocumentedUnsafe], DEFAULT_POLICY);

test('code, macros and examples are counted apart', () => {
  expect(audit('drivers/ring.rs')).toMatchObject({
    layer: 'leaf',
    lines: 27,
    codeLines: 14,
    sites: { block: 2, fn: 1, impl: 0, trait: 0, extern: 1, attribute: 0 },
    sitesInMacros: { block: 1, fn: 0 },
    documented: 1,
    undocumented: 1,
    unsafeWords: 5,
    unsafeKeywords: 4,
    unread: [],
  });
});

test('code without rules has the same figures and no findings', () => {
  const { findings, contracts, facts, ...figures } = audit('drivers/ring.rs');
  expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
    ['undocumented-unsafe', 'error'],
    ['undocumented-unsafe', 'info'],
  ]);
  expect(contracts).toEqual({ fns: 1, documentedFns: 1, traits: 0, documentedTraits: 0 });
  expect(facts.names).not.toBeNull();
  expect(audit('scripts/ring.rs')).toEqual({
    ...figures,
    path: 'scripts/ring.rs',
    layer: 'host',
    findings: [],
    contracts: { fns: 0, documentedFns: 0, traits: 0, documentedTraits: 0 },
    facts: NO_FACTS_OF_FILE,
  });
});

test('a file without any of the words is counted by its lines', () => {
  expect(audit('drivers/empty.rs', 'fn id() {}\n\n// no code')).toMatchObject({ lines: 2, codeLines: 1, findings: [] });
});

test('layers are summed, and what could not be read makes the audit incomplete', () => {
  const files = [audit('drivers/a.rs'), audit('drivers/b.rs'), audit('rust/kernel/ring.rs')];
  const { layers, complete, findings } = sumAudit(files);
  expect(layers.leaf).toMatchObject({ files: 2, lines: 54, sites: { block: 4 }, documented: 2, undocumented: 2 });
  expect(layers.abstraction).toMatchObject({ files: 1, lines: 27 });
  expect(layers.host.files).toBe(0);
  expect(findings).toHaveLength(6);
  expect(complete).toBe(true);
  expect(
    sumAudit(files, { ...NOTHING_ELSE, unread: [{ path: 'x.rs', reason: 'too large', partial: false }] }).complete,
  ).toBe(false);
});
