import type { CallEntry, CallLog } from '../sandbox/call-log.ts';
import type { S3 } from '../sandbox/s3/s3.ts';

/** What the cleanup did to the orphan and when, by the log of the calls that AWS took. */
export interface CleanupDeeds {
  /** The first time; `since` is the time that the mark names. */
  readonly marked?: { readonly at: number; readonly since: number };
  readonly manifest?: { readonly key: string; readonly storedAt: number; readonly text: string };
  readonly deletedAt?: number;
  /** Every ENI that was deleted. */
  readonly deletedIds: readonly string[];
  /** How many times an ENI was to be detached: the cleanup never does. */
  readonly detaches: number;
}

export function deedsOf({ calls }: Pick<CallLog, 'calls'>, s3: S3, orphanId: string): CleanupDeeds {
  const taken = calls.filter(({ caller, errorCode }) => caller === 'cleanup' && errorCode === undefined);
  const of = (action: string) => taken.filter((call) => call.action === action);
  const mark = of('CreateTags').find((call) => markIn(call)?.eniId === orphanId);
  const since = mark === undefined ? undefined : markIn(mark)?.since;
  const put = of('PutObject').findLast(({ parameters }) => parameters.Key?.includes(`/${orphanId}/`));
  const deletions = of('DeleteNetworkInterface');
  const deletion = deletions.find(({ parameters }) => parameters.NetworkInterfaceId === orphanId);
  const key = put?.parameters.Key ?? '';
  return {
    ...(mark !== undefined && { marked: { at: mark.at, since: Date.parse(since ?? '') } }),
    ...(put !== undefined && {
      manifest: {
        key,
        storedAt: put.at + put.latencyMs,
        text: s3.object(put.parameters.Bucket ?? '', key)?.body ?? '',
      },
    }),
    ...(deletion !== undefined && { deletedAt: deletion.at }),
    deletedIds: deletions.map(({ parameters }) => parameters.NetworkInterfaceId ?? ''),
    detaches: calls.filter(({ action }) => action === 'DetachNetworkInterface').length,
  };
}

/** The mark that a call of CreateTags writes; undefined where it writes none. */
export function markIn({
  parameters,
}: Pick<CallEntry, 'parameters'>): { readonly eniId: string; readonly since: string } | undefined {
  const key = Object.keys(parameters).find((name) => parameters[name] === 'eni-warden:unattached-since');
  const since = parameters[key?.replace(/Key$/, 'Value') ?? ''];
  return since === undefined ? undefined : { eniId: parameters['ResourceId.1'] ?? '', since };
}
