/** An answer that is no success, as GitHub words it. */
import type { Json } from './world.ts';

export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors: readonly (Json | string)[] | null = null,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

/** 422 for a field that GitHub does not want so. */
export function invalid(resource: string, field: string, message: string, code = 'custom'): Refusal {
  return new Refusal(422, 'Validation Failed', [{ resource, code, field, message }]);
}
