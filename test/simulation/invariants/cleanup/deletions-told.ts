import type { History, Invocation, Told } from '../../history.ts';
import type { Invariant } from '../invariant.ts';
import { type Deletion, deletionIn } from './deletion.ts';

/**
 * What was deleted is told, and what is told is true. Every ENI that a sweep deleted is among the deleted in an alert of the
 * same environment, with the key of a manifest that is in the bucket, unless that process died before it could tell, or
 * the invocation has failed with the undelivered alert. No alert says of a deletion that EC2 carried out that it failed, and
 * none says of an ENI that is there that it was deleted.
 */
export const deletionsTold: Invariant = {
  name: 'deletions-told',
  atEnd: (history) => [...untold(history), ...untrue(history)],
};

function deletions(history: History): readonly Deletion[] {
  return history.cleanup.calls.flatMap((call) => deletionIn(call, history) ?? []);
}

function untold(history: History): readonly string[] {
  return deletions(history)
    .filter((deletion) => !isTold(deletion, history) && mustTell(invocationOf(deletion, history)))
    .map(({ eniId, environment }) => `${environment} deleted ${eniId}, and nobody was told`);
}

function isTold({ eniId, environment, at }: Deletion, { cleanup }: History): boolean {
  return cleanup.told.some(
    (alert) =>
      alert.environment === environment &&
      alert.at >= at &&
      namedIn(alert, 'deleted').some(
        (one) => one.eniId === eniId && cleanup.manifests.some(({ key }) => key === one.manifestKey),
      ),
  );
}

function mustTell(invocation: Invocation | undefined): boolean {
  if (invocation?.outcome === 'succeeded') return true;
  return invocation?.outcome === 'failed' && !/could not be delivered/.test(invocation.error ?? '');
}

function invocationOf({ environment, at }: Deletion, { cleanup }: History): Invocation | undefined {
  return cleanup.invocations.findLast((one) => one.environment === environment && one.at <= at);
}

function untrue(history: History): readonly string[] {
  return history.cleanup.told.flatMap((alert) => [
    ...namedIn(alert, 'deleted')
      .filter(({ eniId }) => history.networkInterfaces.asOf(String(eniId), alert.at) !== undefined)
      .map(({ eniId }) => `people were told that ${eniId} was deleted, and it was not`),
    ...namedIn(alert, 'failed')
      .filter(({ eniId, action }) => action === 'delete' && wasDeletedBy(alert, String(eniId), history))
      .map(({ eniId }) => `people were told that the deletion of ${eniId} failed, and it had not`),
  ]);
}

function wasDeletedBy({ environment, at }: Told, eniId: string, history: History): boolean {
  return deletions(history).some(
    (deletion) => deletion.eniId === eniId && deletion.environment === environment && deletion.at <= at,
  );
}

type Named = Readonly<Record<string, unknown>>;

function namedIn({ data }: Told, list: string): readonly Named[] {
  const named = data[list];
  return Array.isArray(named) ? (named as readonly Named[]) : [];
}
