/**
 * Cuts out of GitHub's OpenAPI description what the App uses, for the fake GitHub of the tests:
 *
 *     npm install --prefix SOME_FOLDER @octokit/openapi    (385 MB, so it is no dependency)
 *     node scripts/openapi-slice.js SOME_FOLDER/node_modules/@octokit/openapi
 *
 * writes test/fixtures/github/openapi.json: parameters, bodies and answers of the operations, payloads of the webhooks, and the
 * schemas that they refer to, as JSON Schema and without their prose.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';

const TARGET = 'test/fixtures/github/openapi.json';

const REPOSITORY = '/repos/{owner}/{repo}';
const OPERATIONS = [
  'GET /app',
  'POST /app/installations/{installation_id}/access_tokens',
  'GET /app/installations',
  'GET /app/hook/config',
  'GET /meta',
  'GET /app/hook/deliveries',
  'GET /app/hook/deliveries/{delivery_id}',
  'POST /app/hook/deliveries/{delivery_id}/attempts',
  'GET /rate_limit',
  `GET ${REPOSITORY}`,
  `GET ${REPOSITORY}/installation`,
  `GET ${REPOSITORY}/collaborators/{username}/permission`,
  `GET ${REPOSITORY}/pulls`,
  `GET ${REPOSITORY}/pulls/{pull_number}`,
  `GET ${REPOSITORY}/pulls/{pull_number}/files`,
  `GET ${REPOSITORY}/pulls/{pull_number}/commits`,
  `GET ${REPOSITORY}/commits`,
  `GET ${REPOSITORY}/commits/{ref}`,
  `GET ${REPOSITORY}/commits/{commit_sha}/pulls`,
  `GET ${REPOSITORY}/compare/{basehead}`,
  `GET ${REPOSITORY}/git/trees/{tree_sha}`,
  `GET ${REPOSITORY}/git/blobs/{file_sha}`,
  `GET ${REPOSITORY}/contents/{path}`,
  `POST ${REPOSITORY}/check-runs`,
  `GET ${REPOSITORY}/check-runs/{check_run_id}`,
  `PATCH ${REPOSITORY}/check-runs/{check_run_id}`,
  `GET ${REPOSITORY}/check-runs/{check_run_id}/annotations`,
  `GET ${REPOSITORY}/commits/{ref}/check-runs`,
  `GET ${REPOSITORY}/check-suites/{check_suite_id}/check-runs`,
  `GET ${REPOSITORY}/issues/{issue_number}/comments`,
  `POST ${REPOSITORY}/issues/{issue_number}/comments`,
  `GET ${REPOSITORY}/issues/comments/{comment_id}`,
  `PATCH ${REPOSITORY}/issues/comments/{comment_id}`,
  `DELETE ${REPOSITORY}/issues/comments/{comment_id}`,
  `POST ${REPOSITORY}/issues/comments/{comment_id}/reactions`,
];

const WEBHOOKS = [
  'check-run-completed',
  'check-run-created',
  'check-run-requested-action',
  'check-run-rerequested',
  'check-suite-completed',
  'check-suite-requested',
  'check-suite-rerequested',
  'installation-created',
  'installation-deleted',
  'installation-new-permissions-accepted',
  'installation-suspend',
  'installation-unsuspend',
  'installation-repositories-added',
  'installation-repositories-removed',
  'issue-comment-created',
  'issue-comment-deleted',
  'issue-comment-edited',
  'merge-group-checks-requested',
  'merge-group-destroyed',
  'pull-request-closed',
  'pull-request-converted-to-draft',
  'pull-request-edited',
  'pull-request-labeled',
  'pull-request-opened',
  'pull-request-ready-for-review',
  'pull-request-reopened',
  'pull-request-synchronize',
  'pull-request-unlabeled',
  'push',
];

const PROSE = ['description', 'example', 'examples', 'externalDocs', 'title', 'deprecated', 'default', 'discriminator'];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: node scripts/openapi-slice.js FOLDER_OF_@octokit/openapi\n');
  process.exit(2);
}
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const api = JSON.parse(readFileSync(join(folder, 'generated', 'api.github.com.json'), 'utf8'));
const schemas = {};

const operations = OPERATIONS.map((name) => {
  const [method, path] = name.split(' ');
  const found = api.paths[path]?.[method.toLowerCase()];
  if (found === undefined) throw new Error(`GitHub describes no ${name}`);
  const parameters = (found.parameters ?? []).map(followed).map((parameter) => ({
    name: parameter.name,
    in: parameter.in,
    required: parameter.required === true,
    schema: schemaOf(parameter.schema),
  }));
  const answers = Object.entries(found.responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([status, answer]) => [status, contentOf(followed(answer))]);
  const body = found.requestBody === undefined ? null : contentOf(followed(found.requestBody));
  return [name, { parameters, body, answers: Object.fromEntries(answers) }];
});

const webhooks = WEBHOOKS.map((name) => {
  const found = api['x-webhooks'][name]?.post;
  if (found === undefined) throw new Error(`GitHub describes no webhook ${name}`);
  return [name, contentOf(found.requestBody)];
});

mkdirSync(dirname(TARGET), { recursive: true });
writeFileSync(
  TARGET,
  `{"source":${JSON.stringify(`@octokit/openapi ${version} (MIT), cut by scripts/openapi-slice.js`)},
"operations":{\n${linesOf(operations)}\n},
"webhooks":{\n${linesOf(webhooks)}\n},
"$defs":{\n${linesOf(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)))}\n}}\n`,
);

function linesOf(entries) {
  return entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',\n');
}

/** Null: it is no JSON, or there is none. */
function contentOf({ content }) {
  const json = content?.['application/json'];
  return json?.schema === undefined ? null : schemaOf(json.schema);
}

function followed(thing) {
  return thing.$ref === undefined ? thing : followed(at(thing.$ref));
}

function at(reference) {
  return reference
    .split('/')
    .slice(1)
    .reduce((found, name) => found[name], api);
}

/** OpenAPI 3.0 as JSON Schema: without prose, `nullable` as a type, what it refers to among `$defs`. */
function schemaOf(schema) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1);
    if (schemas[name] === undefined) {
      // it may refer to itself
      schemas[name] = {};
      schemas[name] = schemaOf(at(schema.$ref));
    }
    return { $ref: `github#/$defs/${name}` };
  }
  const { nullable, ...rest } = schema;
  const own = {};
  for (const [key, value] of Object.entries(rest)) {
    if (PROSE.includes(key) || key.startsWith('x-')) continue;
    // of the formats only those that say something of what is sent
    if (key === 'format' && value !== 'date-time') continue;
    if (key === 'properties')
      own[key] = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, schemaOf(each)]));
    else if (['allOf', 'anyOf', 'oneOf'].includes(key)) own[key] = value.map(schemaOf);
    else if (['items', 'additionalProperties', 'not'].includes(key) && typeof value === 'object')
      own[key] = schemaOf(value);
    else own[key] = value;
  }
  if (nullable !== true) return own;
  if (own.type === undefined) return { anyOf: [own, { type: 'null' }] };
  if (own.enum !== undefined && !own.enum.includes(null)) own.enum = [...own.enum, null];
  own.type = [own.type, 'null'];
  return own;
}
