/** docs/settings.md: every setting with an example, its default, and what it does. */
import type { Form } from './form.ts';
import type { SettingTable } from './setting.ts';
import { SETTINGS, SETTINGS_PATH } from './settings.ts';

const TABLE: SettingTable = SETTINGS;

/** docs/settings.md, from the declarations. */
export function renderSettingsPage(): string {
  const keys = Object.keys(TABLE);
  return [
    '# Settings',
    '',
    `A repository sets these in \`${SETTINGS_PATH}\`. Without the file, the defaults hold. On a pull request the App reads the file of the base`,
    'revision; [operating.md](operating.md#4-settings-and-gates) says what that means for changes of the file, and what holds while it has mistakes.',
    'The command line reads the file of the tree, or the one that `--config` names. Editors complete and check the file with the',
    '[schema](../schema/config.schema.json).',
    '',
    `${keys.map((key) => `[\`${key}\`](#${key})`).join(' · ')}`,
    '',
    ...Object.entries(TABLE).flatMap(([key, each]) => section(key, each)),
    '<!-- `npm run docs` writes this page from src/config/settings.ts. -->',
    '',
  ].join('\n');
}

function section(key: string, { title, description, form, example, app, commandLine, ...rest }: SettingTable[string]) {
  return [
    `## ${key}`,
    '',
    `${title}. ${description}`,
    '',
    '```yaml',
    example,
    '```',
    '',
    '| | |',
    '|---|---|',
    `| what it takes | ${takes(form)} |`,
    `| default | ${rest.without ?? code(String(rest.byDefault))} |`,
    `| in the App | ${app === '' ? 'as above' : app} |`,
    `| on the command line | ${commandLine === '' ? 'as above' : commandLine} |`,
    '',
  ];
}

function takes(form: Form): string {
  switch (form.type) {
    case 'string':
      if (form.enum !== undefined) return `one of ${form.enum.map(code).join(', ')}`;
      if (form.format === 'glob') return 'a glob';
      if (form.examples !== undefined) return `text, as ${form.examples.map(code).join(', ')}`;
      return form.maxLength === undefined ? 'text' : `text of at most ${form.maxLength} characters`;
    case 'integer':
      return `a whole number from ${form.minimum} to ${form.maximum}`;
    case 'array':
      return `a list of at most ${form.maxItems} entries, each ${takes(form.items)}`;
    case 'object': {
      const { properties, additionalProperties, required = [] } = form;
      if (additionalProperties !== false) return `a mapping; for each key ${takes(additionalProperties)}`;
      return mapping(properties ?? {}, required);
    }
    default:
      return `one of ${form.then.enum.map(code).join(', ')}, or ${mapping(form.else.properties ?? {}, [])}`;
  }
}

function mapping(properties: Readonly<Record<string, Form>>, required: readonly string[]): string {
  const keys = Object.entries(properties).map(
    ([key, form]) => `${code(key)}${required.includes(key) ? ' (needed)' : ''}: ${takes(form)}`,
  );
  return `a mapping with ${keys.join('; ')}`;
}

function code(word: string): string {
  return `\`${word}\``;
}
