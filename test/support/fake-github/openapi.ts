/** GitHub's own description of its API: what it has against a request, an answer or a webhook. */
import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import * as formats from 'ajv-formats';
import type { CheckedRequest } from './server.ts';
import type { Json } from './world.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Json;
}

interface Operation {
  readonly parameters: readonly Parameter[];
  readonly body: Json | null;
  readonly answers: Readonly<Record<string, Json | null>>;
}

interface Description {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly webhooks: Readonly<Record<string, Json>>;
  readonly $defs: Readonly<Record<string, Json>>;
}

const FILE = new URL('../../fixtures/github/openapi.json', import.meta.url);

interface Loaded {
  readonly description: Description;
  /** For JSON; for parameters, which come as text. */
  readonly strict: Ajv;
  readonly coercing: Ajv;
}

let loaded: Loaded | undefined;
const compiled = new Map<string, ValidateFunction>();

function load(): Loaded {
  if (loaded !== undefined) return loaded;
  const description: Description = JSON.parse(readFileSync(FILE, 'utf8'));
  const make = (coerceTypes: boolean | 'array'): Ajv => {
    const ajv = new Ajv({
      strict: false,
      coerceTypes,
      validateSchema: false,
      inlineRefs: false,
      code: { optimize: false },
    });
    (formats.default as unknown as (ajv: Ajv, names: readonly string[]) => void)(ajv, ['date-time']);
    return ajv.addSchema({ $id: 'github', $defs: description.$defs });
  };
  loaded = { description, strict: make(false), coercing: make('array') };
  return loaded;
}

function problemsOf(ajv: Ajv, key: string, schema: Json, value: unknown): readonly string[] {
  const validate = compiled.get(key) ?? ajv.compile(schema);
  compiled.set(key, validate);
  return validate(value) ? [] : (validate.errors ?? []).map(wordsOf);
}

function wordsOf({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || 'it'} ${message} ${JSON.stringify(params)}`;
}

/** What is wrong with a request, in words. */
export function requestProblems(
  method: string,
  path: string,
  { params, query, body }: CheckedRequest,
): readonly string[] {
  const name = `${method} ${path}`;
  const operation = load().description.operations[name];
  if (operation === undefined) return [`GitHub's description has no ${name}, or it was not cut out`];
  const unknown = Object.keys(query).filter(
    (key) => !operation.parameters.some((parameter) => parameter.in === 'query' && parameter.name === key),
  );
  return [
    ...parameterProblems(name, 'path', operation, params),
    ...parameterProblems(name, 'query', operation, query),
    ...unknown.map((key) => `the parameter ${key} does not exist`),
    ...(operation.body === null ? [] : problemsOf(load().strict, `${name} body`, operation.body, body)),
  ];
}

function parameterProblems(
  name: string,
  place: 'path' | 'query',
  { parameters }: Operation,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  const own = parameters.filter((parameter) => parameter.in === place);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(own.map((parameter) => [parameter.name, parameter.schema])),
    required: own.filter(({ required }) => required).map((parameter) => parameter.name),
  };
  // what is coerced is a copy
  return problemsOf(load().coercing, `${name} ${place}`, schema, { ...values });
}

/** What is wrong with an answer of the fake itself. */
export function answerProblems(route: string, status: number, body: unknown): readonly string[] {
  const answers = load().description.operations[route]?.answers;
  if (answers === undefined) return [`there is no ${route}`];
  if (!Object.hasOwn(answers, String(status))) return [`${route} does not answer with ${status}`];
  const schema = answers[String(status)];
  return schema === null || schema === undefined ? [] : problemsOf(load().strict, `${route} ${status}`, schema, body);
}

/** What is wrong with a webhook. */
export function webhookProblems(name: string, action: string | null, payload: Json): readonly string[] {
  const key = [name, ...(action === null ? [] : [action])].join('-').replaceAll('_', '-');
  const schema = load().description.webhooks[key];
  return schema === undefined
    ? [`there is no webhook ${key}`]
    : problemsOf(load().strict, `webhook ${key}`, schema, payload);
}
