/** Asks GitHub as the App itself, for `doctor`: every status is an answer. */
import { ProbotOctokit } from 'probot';
import type { Credentials } from '../../app/doctor/gather-facts.ts';
import type { AppAnswer, AskAsApp } from './app-facts.ts';

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, fatal: () => {}, trace: () => {} };

/** Asks GitHub with the App's key. @param address of the API @param credentials null: without a key */
export function askAsApp(address: string, credentials: Credentials | null): AskAsApp {
  const octokit = new ProbotOctokit({
    baseUrl: address,
    throttle: { enabled: false },
    retry: { enabled: false },
    log: SILENT,
    ...(credentials === null ? {} : { auth: { appId: Number(credentials.appId), privateKey: credentials.pem } }),
  } as unknown as ConstructorParameters<typeof ProbotOctokit>[0]);
  return async (route, parameters = {}) => {
    try {
      return answerOf(
        await octokit.request(route, { ...parameters, request: { signal: AbortSignal.timeout(10_000) } }),
      );
    } catch (error) {
      const answered = error as { readonly response?: Parameters<typeof answerOf>[0] };
      if (answered.response === undefined) throw error;
      return answerOf(answered.response);
    }
  };
}

function answerOf(response: {
  readonly status: number;
  readonly data: unknown;
  readonly headers: { readonly date?: string | undefined };
}): AppAnswer {
  return { status: response.status, data: response.data, date: response.headers.date ?? null };
}
