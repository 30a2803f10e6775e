import { ModifyNetworkInterfaceAttributeCommand } from '@aws-sdk/client-ec2';
import type { SetDeleteOnTermination } from '../domain/action.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Change } from '../domain/plan.ts';
import { attach } from './attach.ts';
import { detach } from './detach.ts';
import { call } from './ec2.ts';
import { Election } from './election.ts';
import { classify } from './failures.ts';
import { type Bench, type Stop, stop, stopAtError } from './step.ts';

const protectBeforeMoveMs = 1_500;

/**
 * Carries out the changes of one group side by side, the actions of each in order. `accepted` is called when EC2 takes a
 * detach or an attach from us: from then on the group's move is ours, and not another handler's. Never rejects.
 */
export function performGroup(
  bench: Bench,
  changes: readonly Change[],
  accepted: () => void,
): Promise<readonly Outcome[]> {
  const election = new Election(changes.map(({ eniId }) => eniId));
  return Promise.all(changes.map((change) => performChange(bench, change, election, accepted)));
}

interface Performance {
  readonly election: Election;
  readonly progress: Progress;
  readonly accepted: () => void;
}

interface Progress {
  detachMs?: number;
  attachMs?: number;
  forced: boolean;
}

async function performChange(
  bench: Bench,
  change: Change,
  election: Election,
  accepted: () => void,
): Promise<Outcome> {
  const { clock } = bench.ec2;
  const startedAt = clock.now();
  const progress: Progress = { forced: false };
  const stopped = await performActions(bench, change, { election, progress, accepted }).catch(stopAtError);
  if (stopped !== undefined) election.lose(change.eniId);
  return {
    change,
    result: stopped?.result ?? 'done',
    because: stopped?.because ?? change.because,
    ...(stopped?.takenIndex !== undefined && { takenIndex: stopped.takenIndex }),
    startedAt,
    endedAt: clock.now(),
    ...progress,
  };
}

async function performActions(
  bench: Bench,
  change: Change,
  { election, progress, accepted }: Performance,
): Promise<Stop | undefined> {
  const { clock } = bench.ec2;
  for (const action of change.actions) {
    const startedAt = clock.now();
    switch (action.kind) {
      case 'set-delete-on-termination': {
        const stopped = await protect(bench, change, action);
        if (stopped !== undefined) return stopped;
        break;
      }
      case 'detach': {
        const result = await detach(bench, change.eniId, action, accepted);
        progress.detachMs = clock.now() - startedAt;
        progress.forced = result.forced;
        if (result.stop !== undefined) return result.stop;
        break;
      }
      case 'await-leader':
        if (await election.isWon(action.leaderId)) break;
        return stop('look-again', `its leader ${action.leaderId} did not get there`);
      case 'attach': {
        const stopped = await attach(bench, change.eniId, action, () => {
          accepted();
          election.win(change.eniId);
        });
        progress.attachMs = clock.now() - startedAt;
        if (stopped !== undefined) return stopped;
        break;
      }
      default:
        action satisfies never;
    }
  }
  return undefined;
}

/** Where the ENI is moved away, the detach saves it too, and must not wait long for this lesser safeguard. */
async function protect(
  bench: Bench,
  change: Change,
  action: SetDeleteOnTermination,
): Promise<Stop | undefined> {
  if (change.to === undefined) return setDeleteOnTermination(bench, change.eniId, action);
  const deadline = Math.min(bench.deadline, bench.ec2.clock.now() + protectBeforeMoveMs);
  await setDeleteOnTermination({ ...bench, deadline }, change.eniId, action);
  return undefined;
}

/** An attachment that is gone needs no protection any more. */
async function setDeleteOnTermination(
  { ec2, deadline }: Bench,
  eniId: string,
  { attachmentId, value }: SetDeleteOnTermination,
): Promise<Stop | undefined> {
  const input = {
    NetworkInterfaceId: eniId,
    Attachment: { AttachmentId: attachmentId, DeleteOnTermination: value },
  };
  try {
    await call(ec2, 'ModifyNetworkInterfaceAttribute', { deadline }, (client) =>
      client.send(new ModifyNetworkInterfaceAttributeCommand(input)),
    );
    return undefined;
  } catch (error) {
    return classify(error) === 'already-so' ? undefined : stopAtError(error);
  }
}
