/** The JSON Schema of the settings; `schema/config.schema.json` is written from it, for editors. */
import type { KnownRule } from '../finding/rule-options.ts';
import { SETTINGS_PATH, settingsForm } from './settings.ts';

/** @param rules all that there are */
export function settingsSchema(rules: readonly KnownRule[]) {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'kernel-rust-audit',
    description: `Settings of kernel-rust-audit, in \`${SETTINGS_PATH}\`. On a pull request they are read from the base revision.`,
    ...settingsForm(rules),
  };
}
