/** Settings that use every key once, as a person would write them. */
export const SETTINGS_EXAMPLE = `gate: advisory            # advisory | enforce | strict
fail-on: warning
layers:                   # first match wins
  - { path: "drivers/legacy/**", layer: abstraction }
rules:
  bindings-bypass: { severity: warning, allow: ["drivers/android/binder/**"] }
  weak-safety-comment: off
  undocumented-unsafe: {}
ignore: ["rust/pin-init/examples/**"]
comment: always
per-commit: gate
drafts: skip
skip-label: no audit
commands: { full: write }
suppress:
  - { fingerprint: 0123456789, reason: "known, see #12", until: 2027-03-01 }
  - fingerprint: 1e10
    reason: |
      two
      lines
`;
