import type { Call } from '../../history.ts';
import type { Invariant } from '../invariant.ts';
import { tagKeysIn } from './cleanup-authorization.ts';
import { ownKeys } from './cleanup-tags.ts';

/**
 * The cleanup deletes ENIs, and writes and removes its own tags on them, and nothing else: never an attach or a detach, never
 * another key, never a thing that is no ENI, and nothing at all on what belongs to another account. Calls that EC2 refused count.
 */
export const ownTagsOnly: Invariant = {
  name: 'own-tags-only',
  afterCleanupCall(call) {
    const { action, parameters, before } = call;
    const problems = [
      ...(isOurTrade(call) ? [] : ['the cleanup has no business with that']),
      ...(before !== undefined && before.ownerId !== '123456789012'
        ? ['which belongs to another account']
        : []),
    ];
    return problems.map((problem) => `${action} ${JSON.stringify(parameters)}: ${problem}`);
  },
};

function isOurTrade(call: Call): boolean {
  const { action, parameters } = call;
  if (action === 'DeleteNetworkInterface') return true;
  if (action !== 'CreateTags' && action !== 'DeleteTags') return false;
  const ids = Object.entries(parameters).flatMap(([name, id]) =>
    /^ResourceId\.\d+$/.test(name) ? [id] : [],
  );
  const keys = tagKeysIn(call);
  return ids.length === 1 && ids.every(isEni) && keys.length > 0 && keys.every((key) => ownKeys.has(key));
}

function isEni(id: string): boolean {
  return id.startsWith('eni-');
}
