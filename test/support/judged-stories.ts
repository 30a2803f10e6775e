import { type Credentials, credentialsOf, type OwnPlaces } from '../../cli/function-credentials.ts';
import { JudgedCalls } from '../../cli/judged-calls.ts';
import type { FunctionName } from '../../deploy/permissions/table.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** Of every sandbox its own; a bench makes a thousand of them, so none is held here. */
const judged: JudgedCalls[] = [];
const watched = new WeakSet<Sandbox>();

/**
 * The credentials of a function in a story, with which it acts in its role: a call that the table of permissions does not
 * allow is denied as AWS would, and fails the test besides.
 */
export function storyCredentials(name: FunctionName, sandbox: Sandbox, own: OwnPlaces): Credentials {
  if (!watched.has(sandbox)) judged.push(new JudgedCalls(sandbox));
  watched.add(sandbox);
  return credentialsOf(name, sandbox, own);
}

/** What was denied since it was last asked. */
export function takeDenied(): readonly string[] {
  return judged.flatMap(({ denied }) => denied.splice(0));
}

/** What the stories of this file have asked for until now. */
export function judgedUntilNow(): Pick<JudgedCalls, 'counts' | 'authorizations'> {
  const counts = new Map<string, number>();
  for (const [key, count] of judged.flatMap((each) => [...each.counts]))
    counts.set(key, (counts.get(key) ?? 0) + count);
  const authorizations = new Set(judged.flatMap((each) => [...each.authorizations]));
  return { counts, authorizations };
}
