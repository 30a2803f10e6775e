import type { Sabotage } from './sabotage.ts';

/** Mistakes that show when several handlers, or a handler and a fault, are at the same ENI. */
export const racing: readonly Sabotage[] = [
  {
    name: 'attachment-looked-up-again',
    what: 'When EC2 does not know the attachment id any more, the new one is looked up and detached: what another has just attached.',
    breaks: ['detached-with-cause'],
    edits: [
      {
        file: 'aws/send-detach.ts',
        find: "  if (eni?.attachment?.id !== action.attachmentId || eni.attachment.status === 'detaching') return undefined;\n",
        replace: `  const current = eni.attachment;
  if (current !== undefined && current.id !== action.attachmentId) {
    await send(bench, { ...action, attachmentId: current.id }, { forced: false });
    return undefined;
  }
  if (current?.status !== 'attached') return undefined;
`,
      },
    ],
  },
  {
    name: 'force-at-once',
    what: 'Force is not the last resort but the first: no guest is given the time to let go.',
    breaks: ['force-comes-last'],
    edits: [
      {
        file: 'aws/send-detach.ts',
        find: 'await send(bench, action, { forced: false, objection, unknownEffect });',
        replace:
          'await send(bench, action, { forced: action.forceAfterMs !== undefined, objection, unknownEffect });',
      },
    ],
  },
  {
    name: 'attach-retried-without-looking',
    what: 'An attach is told of once EC2 has answered it; one whose answer was lost is sent again without a look, and the "in use" that follows is taken for a lost race.',
    breaks: ['changes-of-holder-told'],
    edits: [
      {
        file: 'aws/attach.ts',
        find: '      await attaching();\n',
        replace: '',
      },
      {
        file: 'aws/attach.ts',
        find: "{ deadline, retry: ['throttled'], objection }",
        replace: "{ deadline, retry: ['throttled', 'retryable'], objection }",
      },
    ],
  },
  {
    name: 'followers-ignore-their-leader',
    what: 'Every ENI of a group finds a home of its own.',
    breaks: ['groups-together'],
    edits: [
      {
        file: 'domain/group-decision.ts',
        find: 'decideEni(eni, goal, scene));',
        replace:
          'eni.id === leader.id ? decideEni(eni, goal, scene) : decideEni(eni, decideHome({ ...scene, leader: eni }).home, { ...scene, leader: eni }));',
      },
    ],
  },
  {
    name: 'followers-do-not-wait',
    what: 'The other ENIs of a group are attached before its leader has won its place.',
    breaks: ['follows-its-leader'],
    edits: [
      {
        file: 'aws/perform.ts',
        find: 'if (await election.isWon(action.leaderId)) break;',
        replace: "if (action.leaderId !== '') break;",
      },
    ],
  },
  {
    name: 'no-second-look',
    what: 'The handler takes its own plan for the outcome: it looks once, acts, and is done.',
    breaks: ['refusals-told', 'every-eni-has-a-home'],
    edits: [
      {
        file: 'handlers/reconcile.ts',
        find: 'while (!settled && this.#hasTime()) settled = await this.#look();',
        replace: 'await this.#look();\n      settled = true;',
      },
    ],
  },
  {
    name: 'many-looks-to-be-sure',
    what: 'A look that finds nothing to do is followed by others, a dozen in all, to be sure.',
    breaks: ['settled-costs-little'],
    edits: [
      {
        file: 'handlers/reconcile.ts',
        find: 'if (plan.lookAgain.length === 0 && plan.changes.length === 0) return true;',
        replace:
          'if (plan.lookAgain.length === 0 && plan.changes.length === 0 && this.#looks >= 12) return true;',
      },
    ],
  },
  {
    name: 'no-wait-between-looks',
    what: 'The wait between two looks is taken for seconds where it is milliseconds, so that a handler that can only wait spins.',
    breaks: ['looks-are-spaced'],
    edits: [
      {
        file: 'handlers/patience.ts',
        find: 'await this.#clock.sleep(Math.min(waitMs, ',
        replace: 'await this.#clock.sleep(Math.min(waitMs / 1_000, ',
      },
    ],
  },
];
