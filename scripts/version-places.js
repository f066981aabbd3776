/** Where the version of the program is written: scripts/release-version.js sets all of them, and a test holds that they agree. */

/** Each pattern occurs once in its file: the version is what is between its two groups. */
export const VERSION_PLACES = [
  { file: 'package.json', pattern: /^( {2}"version": ")[^"]*(",)$/m },
  { file: 'package-lock.json', pattern: /^(\{\n {2}"name": "kernel-rust-audit",\n {2}"version": ")[^"]*(",)$/m },
  {
    file: 'package-lock.json',
    pattern: /^( {4}"": \{\n {6}"name": "kernel-rust-audit",\n {6}"version": ")[^"]*(",)$/m,
  },
  { file: 'Dockerfile', pattern: /(org\.opencontainers\.image\.version=")[^"]*(")/ },
  { file: 'deploy/kubernetes/kustomization.yaml', pattern: /^( {4}newTag: )\S+()$/m },
];
