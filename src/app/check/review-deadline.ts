/** The end of a review's time. */
import { type CheckMessage, timedOut } from '../../publish/messages.ts';

/** The signal of a deadline ends with this (DOM, AbortSignal.timeout). */
export function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

/** @param deadline in ms @param again what to press */
export function timeoutMessage(deadline: number, again?: string): CheckMessage {
  return timedOut(Math.round(deadline / 1000), again);
}
