import { isOfTheCleanup } from '../cleanup/cleanup-history.ts';
import type { Call, History } from '../history.ts';
import { isAllowed } from './authorization.ts';
import { isAllowedToCleanup } from './cleanup/cleanup-authorization.ts';

/** Whether the deployed role of the function that makes the call allows it. */
export function isAllowedByItsRole(call: Call, history: History): boolean {
  return isOfTheCleanup(call) ? isAllowedToCleanup(call, history) : isAllowed(call, history);
}
