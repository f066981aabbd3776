/** Loaded after typescript.js (`node --import`): Rust is read without the expansion of macros, to measure what that is for. */
import { register } from 'node:module';

register(
  `data:text/javascript,${encodeURIComponent(`
    export async function load(url, context, next) {
      if (!url.endsWith('/rust/expansion/expanded-reading.ts')) return next(url, context);
      return { format: 'module', source: 'export const expandedReading = () => undefined;', shortCircuit: true };
    }
  `)}`,
);
