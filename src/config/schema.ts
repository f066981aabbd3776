/** The JSON Schema of the settings; `schema/config.schema.json` is written from it, for editors. */
import { formOf } from './setting.ts';
import { SETTINGS, SETTINGS_PATH } from './settings.ts';

export const SETTINGS_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'kernel-rust-audit',
  description: `Settings of kernel-rust-audit, in \`${SETTINGS_PATH}\`. On a pull request they are read from the base revision.`,
  ...formOf(SETTINGS),
};
