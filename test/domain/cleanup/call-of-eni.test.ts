import { afterAttach, afterDetach } from '../../../domain/cleanup/call-of-eni.ts';
import { cleanupPolicy } from '../../../domain/cleanup/cleanup-policy.ts';
import { deleting, hours, marked, noon, orphan, snapshotOf, tagged } from './orphan.ts';

const nothing = { write: {}, remove: [] };
const observing = cleanupPolicy();
const failedOnce = tagged(marked(orphan()), { 'eni-warden:delete-failed': '1 2026-11-23T11:00:00Z' });

describe('An ENI that was attached', () => {
  test('loses all that the cleanup has written on it', () => {
    expect(afterAttach(failedOnce, deleting())).toEqual({
      write: {},
      remove: ['eni-warden:unattached-since', 'eni-warden:unattached-seen', 'eni-warden:delete-failed'],
    });
    expect(afterAttach(orphan(), deleting())).toEqual(nothing);
  });

  test('is left as it is in observe mode', () => {
    expect(afterAttach(failedOnce, observing)).toEqual(nothing);
  });
});

describe('An ENI that was detached', () => {
  const detachedAt = noon - hours(1);
  const detached = (eni: ReturnType<typeof orphan>, policy = deleting()) =>
    afterDetach(eni, detachedAt, snapshotOf([eni]), policy, noon);

  test('is unattached since the detach, though EC2 still shows it attached', () => {
    const since = { write: { 'eni-warden:unattached-since': '2026-11-23T11:00:00Z' }, remove: [] };
    expect(detached(orphan())).toEqual(since);
    expect(detached(orphan('eni-1', { status: 'in-use', attachment: { status: 'detaching' } }))).toEqual(
      since,
    );
  });

  test('is left as it is where a rule keeps it, and in observe mode', () => {
    expect(detached(orphan('eni-1', { requesterManaged: true }))).toEqual(nothing);
    expect(detached(orphan('eni-1', { status: 'in-use', tags: { 'eni-warden:keep': 'mine' } }))).toEqual(
      nothing,
    );
    expect(detached(orphan(), observing)).toEqual(nothing);
  });
});
