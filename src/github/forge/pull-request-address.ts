/** Pull requests as people name them in a call: `owner/name#N`, or the address in the browser. */
import { type Failure, failure } from '../../text/failure.ts';
import { apiOf, isLoopback } from '../client/hosts.ts';

export interface PullRequestAddress {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
  /** With its port, where it is not the usual one. */
  readonly host: string;
  /** Where its REST API is. */
  readonly api: string;
}

const REMEDY = 'write it as `owner/name#12`, or as a URL such as `https://github.com/owner/name/pull/12`';
const SHORT = /^([\w.-]{1,100})\/([\w.-]{1,100})#([1-9]\d{0,9})$/;
const PATH = /^\/([\w.-]{1,100})\/([\w.-]{1,100})\/pull\/([1-9]\d{0,9})(?:\/.*)?$/;

/**
 * github.com, GitHub Enterprise Cloud with data residency (`*.ghe.com`) and GitHub Enterprise Server.
 * @param host of the short form, where it is not github.com
 */
export function pullRequestAddress(text: string, host = 'github.com'): PullRequestAddress | Failure {
  const short = SHORT.exec(text);
  if (short !== null) return addressOf(new URL(`https://${host}`), short, text);
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return noAddress(text, 'is not a pull request');
  const url = new URL(text);
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return noAddress(text, 'is not an https URL');
  if (url.username !== '' || url.password !== '')
    return failure(url.host, 'the URL contains a user name or a password', REMEDY);
  const parts = PATH.exec(url.pathname);
  return parts === null ? noAddress(text, 'is not the URL of a pull request') : addressOf(url, parts, text);
}

function addressOf(url: URL, parts: RegExpExecArray, text: string): PullRequestAddress | Failure {
  const [, owner = '', name = '', number] = parts;
  if ([owner, name].some((each) => /^\.+$/.test(each))) return noAddress(text, 'has no repository');
  return { owner, name, number: Number(number), host: url.host, api: apiOf(url) };
}

function noAddress(text: string, what: string): Failure {
  return failure(text.slice(0, 200), `\`${text.slice(0, 200)}\` ${what}`, REMEDY);
}
