/** Writes the man page to dist/man. Needs a compiled dist/. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { renderManPage } from '../dist/cli/man-page.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
mkdirSync('dist/man', { recursive: true });
writeFileSync('dist/man/kernel-rust-audit.1', renderManPage(version));
