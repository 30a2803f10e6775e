import type { World } from '../../../sandbox/world/world.ts';
import type { Fleet } from './fleet.ts';
import type { Answer } from './remembering-clients.ts';

/** A plausible mistake, made between the handlers and AWS: the exploration must find what it leads to. */
export interface Sabotage {
  readonly name: string;
  /** The form that is sent in place of this one. */
  readonly request?: (form: string, world: World, fleet: Fleet) => string;
  /** The answer that the handler gets in place of this one. */
  readonly answer?: (form: string, answer: Answer) => Answer;
  /** The kinds of alert that are never told. */
  readonly keepsSilent?: readonly string[];
}

/** What a handler does that asks for "the" attachment again instead of naming the one that it has judged. */
function rereadAttachmentId(): Sabotage {
  const owners = new Map<string, string>();
  return {
    name: 're-read the attachment id before Detach',
    request(body, world, fleet) {
      const attachments = fleet.enis.map(
        (eni) => [eni, world.networkInterfaces.get(eni)?.attachment] as const,
      );
      for (const [eni, attachment] of attachments) {
        if (attachment !== undefined) owners.set(attachment.attachmentId, eni);
      }
      const form = new URLSearchParams(body);
      const owner = owners.get(form.get('AttachmentId') ?? '');
      const present = attachments.find(([eni]) => eni === owner)?.[1];
      if (form.get('Action') !== 'DetachNetworkInterface' || present === undefined) return body;
      form.set('AttachmentId', present.attachmentId);
      return form.toString();
    },
  };
}

/** What a handler does that takes "in use" for "already attached", without a look at where. */
const lostElectionCountsAsWon: Sabotage = {
  name: 'count a lost election as won',
  answer: (form, answer) =>
    form.includes('Action=AttachNetworkInterface') && answer.body.includes('is currently in use')
      ? {
          status: 200,
          body: '<AttachNetworkInterfaceResponse><attachmentId>eni-attach-0</attachmentId></AttachNetworkInterfaceResponse>',
        }
      : answer,
};

/** What a handler does that tells people only when all is done. */
const tellOnlyAtTheEnd: Sabotage = {
  name: 'tell only of what is completed',
  keepsSilent: ['failover-started', 'failover-found'],
};

/** The moves that people were told of in spite of a sabotage. `moves`: as "kind eni instance". */
export function toldUnder(sabotage: Sabotage | undefined, moves: readonly string[]): readonly string[] {
  return moves.filter((move) => !sabotage?.keepsSilent?.includes(move.slice(0, move.indexOf(' '))));
}

export const sabotages: readonly (() => Sabotage)[] = [
  rereadAttachmentId,
  () => lostElectionCountsAsWon,
  () => tellOnlyAtTheEnd,
];
