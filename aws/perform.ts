import { ModifyNetworkInterfaceAttributeCommand } from '@aws-sdk/client-ec2';
import type { Action, SetDeleteOnTermination } from '../domain/action.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Change } from '../domain/plan.ts';
import { attach } from './attach.ts';
import { detach } from './detach.ts';
import { call } from './ec2.ts';
import { Election } from './election.ts';
import { classify } from './failures.ts';
import { type Bench, type StepOversight, type Stop, stop, stopAtError } from './step.ts';

const protectBeforeMoveMs = 1_500;

/** What is told and asked while the changes of a group are carried out. */
export interface Oversight {
  /** EC2 has taken a detach or an attach from us: from now on the group's move is ours, and not another handler's. */
  accepted(): void;
  /** An attach is about to be sent, and is when this resolves. */
  attaching(): Promise<void>;
  /** Asked directly before each call that changes anything: why it must not be sent; undefined where it may. */
  objectionTo(action: Action, change: Change): Promise<string | undefined>;
}

/** Carries out the changes of one group side by side, the actions of each in order. Never rejects. */
export function performGroup(
  bench: Bench,
  changes: readonly Change[],
  oversight: Oversight,
): Promise<readonly Outcome[]> {
  const election = new Election(changes.map(({ eniId }) => eniId));
  return Promise.all(changes.map((change) => performChange(bench, change, election, oversight)));
}

interface Performance {
  readonly election: Election;
  readonly progress: Progress;
  readonly oversight: Oversight;
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
  oversight: Oversight,
): Promise<Outcome> {
  const { clock } = bench.ec2;
  const startedAt = clock.now();
  const progress: Progress = { forced: false };
  const stopped = await performActions(bench, change, { election, progress, oversight }).catch(stopAtError);
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
  { election, progress, oversight }: Performance,
): Promise<Stop | undefined> {
  const { clock } = bench.ec2;
  for (const action of change.actions) {
    const startedAt = clock.now();
    const objection = () => oversight.objectionTo(action, change);
    switch (action.kind) {
      case 'set-delete-on-termination': {
        const stopped = await protect(bench, change, action, objection);
        if (stopped !== undefined) return stopped;
        break;
      }
      case 'detach': {
        const result = await detach(bench, change.eniId, action, {
          accepted: () => oversight.accepted(),
          attaching: () => oversight.attaching(),
          objection,
        });
        progress.detachMs = clock.now() - startedAt;
        progress.forced = result.forced;
        if (result.stop !== undefined) return result.stop;
        break;
      }
      case 'await-leader':
        if (await election.isWon(action.leaderId)) break;
        return stop('withdrawn', `its leader ${action.leaderId} did not get there`);
      case 'attach': {
        const accepted = () => {
          oversight.accepted();
          election.win(change.eniId);
        };
        const stopped = await attach(bench, change.eniId, action, {
          accepted,
          attaching: () => oversight.attaching(),
          objection,
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
  objection: StepOversight['objection'],
): Promise<Stop | undefined> {
  if (change.to === undefined) return setDeleteOnTermination(bench, change.eniId, action, objection);
  const deadline = Math.min(bench.deadline, bench.ec2.clock.now() + protectBeforeMoveMs);
  await setDeleteOnTermination({ ...bench, deadline }, change.eniId, action, objection);
  return undefined;
}

/** An attachment that is gone needs no protection any more. */
async function setDeleteOnTermination(
  { ec2, deadline }: Bench,
  eniId: string,
  { attachmentId, value }: SetDeleteOnTermination,
  objection: StepOversight['objection'],
): Promise<Stop | undefined> {
  const input = {
    NetworkInterfaceId: eniId,
    Attachment: { AttachmentId: attachmentId, DeleteOnTermination: value },
  };
  try {
    await call(ec2, 'ModifyNetworkInterfaceAttribute', { deadline, objection }, (client) =>
      client.send(new ModifyNetworkInterfaceAttributeCommand(input)),
    );
    return undefined;
  } catch (error) {
    return classify(error) === 'already-so' ? undefined : stopAtError(error);
  }
}
