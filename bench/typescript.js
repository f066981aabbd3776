/** Loaded before a program (`node --import`): lets Node read the TypeScript of src/ and test/ as it is. */
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
