import type { Sabotage } from './sabotage.ts';

/** Mistakes about what is true: an instance is taken for down, or for able, on evidence that does not say so. */
export const believing: readonly Sabotage[] = [
  {
    name: 'event-believed-without-looking',
    what: 'An event that says that an instance stopped is believed, however late it comes and whatever a look shows.',
    breaks: ['detached-with-cause'],
    edits: [
      {
        file: 'domain/verdict.ts',
        find: 'if (now - trigger.at >= policy.youngEventMs) return undefined;\n  const eventSaysUp',
        replace: 'const eventSaysUp',
      },
      {
        file: 'domain/verdict.ts',
        find: "kind: 'doubtful',\n    because: `the event says",
        replace: "kind: eventSaysUp ? 'doubtful' : 'gone',\n    because: `the event says",
      },
    ],
  },
  {
    name: 'vanished-at-the-first-look',
    what: 'An instance that one DescribeInstances does not show counts as gone, though reads may lag.',
    breaks: ['detached-with-cause'],
    edits: [
      {
        file: 'domain/verdict.ts',
        find: 'if (since !== undefined && missingMs >= policy.vanishedAfterMs) {',
        replace: 'if (since !== undefined) {',
      },
    ],
  },
  {
    name: 'alarm-believed-for-ever',
    what: 'An alarm that comes late is believed as if it had just been raised.',
    breaks: ['detached-with-cause'],
    edits: [
      {
        file: 'domain/verdict.ts',
        find: "trigger.kind !== 'alarm' || now - trigger.at > policy.alarmBelievedMs",
        replace: "trigger.kind !== 'alarm'",
      },
    ],
  },
  {
    name: 'status-alarm-not-corroborated',
    what: 'A status check alarm is believed by itself, as if it were a heartbeat of the owner.',
    breaks: ['detached-with-cause'],
    edits: [
      {
        file: 'domain/verdict.ts',
        find: "  if (named.kind === 'status-check') return judgeStatusAlarm(instance, trigger, evidence);\n",
        replace: '',
      },
    ],
  },
  {
    name: 'grace-in-the-wrong-unit',
    what: 'The grace period of a failing status check is taken for seconds where it is milliseconds.',
    breaks: ['detached-with-cause'],
    edits: [
      {
        file: 'domain/verdict.ts',
        find: 'if (impairedMs < policy.impairedGraceMs) {',
        replace: 'if (impairedMs < policy.impairedGraceMs / 1_000) {',
      },
    ],
  },
  {
    name: 'status-error-swallowed',
    what: 'An error of DescribeInstanceStatus is swallowed: no answer is taken for "nothing is impaired".',
    breaks: ['attached-to-able-member'],
    edits: [
      {
        file: 'aws/observe.ts',
        find: `'DescribeInstanceStatus', { deadline }, (client) =>
          client.send(new DescribeInstanceStatusCommand(input)),
        ),`,
        replace: `'DescribeInstanceStatus', { deadline, retry: [] }, (client) =>
          client.send(new DescribeInstanceStatusCommand(input)),
        ).catch(() => ({ InstanceStatuses: [], NextToken: undefined, $metadata: {} })),`,
      },
    ],
  },
  {
    name: 'truncated-page-taken-for-the-whole',
    what: 'The first page of a Describe is taken for the whole answer.',
    breaks: ['every-eni-has-a-home'],
    edits: [
      {
        file: 'aws/pages.ts',
        find: "if (nextToken === undefined || nextToken === '') return { items, wasLate };",
        replace: 'return { items, wasLate };',
      },
    ],
  },
  {
    name: 'no-check-before-attach',
    what: 'An attach is sent minutes after the look that it was decided on, without asking whether it is still right.',
    breaks: ['attached-to-able-member', 'hands-off'],
    edits: [
      {
        file: 'aws/attach.ts',
        find: "{ deadline, retry: ['throttled'], objection }",
        replace: "{ deadline, retry: ['throttled'] }",
      },
    ],
  },
];
