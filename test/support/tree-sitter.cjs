/** Stands for `tree-sitter` in tests: the copy that environment.cjs loaded. */
module.exports = globalThis.__treeSitter;
