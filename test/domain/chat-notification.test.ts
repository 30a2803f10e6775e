import { type Alert, textOf } from '../../domain/alert.ts';
import { endedAlert } from '../../domain/alert-of-end.ts';
import { alertsOfLook } from '../../domain/alert-of-look.ts';
import { startedAlert } from '../../domain/alert-of-start.ts';
import { chatNotification } from '../../domain/chat-notification.ts';
import type { Trigger } from '../../domain/trigger.ts';
import { alertsOfEveryKind } from '../support/alerts-of-every-kind.ts';
import { chatSchema } from '../support/chat-schema.ts';
import { eni, fleet, member, noon, on } from '../support/domain-fleet.ts';
import { look, stateChange, tick } from '../support/domain-look.ts';
import { outcomeOf } from '../support/domain-outcome.ts';

const render = (alert: Alert | undefined, at = noon) => {
  if (alert === undefined) throw new Error('there is nothing to tell');
  return chatNotification(alert, 'eu-west-1', at);
};

const stopped = { state: 'stopped', name: 'fw-a' } as const;
const a = 'i-0123456789abcdef0';
const b = 'i-0fedcba9876543210';
const moving = 'eni-0123456789abcdef0';

/** A failover in group db from its start to its end, as it is told for this trigger. */
function failover(trigger: Trigger, name = 'fw-b') {
  const snapshot = fleet([eni(moving, on(a))], [member(a, stopped), member(b, { name })]);
  const { changes } = look(snapshot, { trigger });
  const done = changes.map((change) => outcomeOf(change));
  const failed = done.map((outcome) => ({ ...outcome, result: 'failed' as const }));
  return {
    started: startedAlert(changes, snapshot, trigger),
    completed: endedAlert(done, done, snapshot, trigger),
    failed: endedAlert(failed, [], snapshot, trigger),
  };
}

function alertWith(differences: Partial<Alert>): Alert {
  return {
    kind: 'finding',
    severity: 'warning',
    summary: 'something',
    sections: [],
    data: {},
    fingerprint: 'finding/something',
    ...differences,
  };
}

const stepsOf = (lines: readonly string[]) =>
  render(alertWith({ sections: [{ heading: 'What to do', lines }] })).content.nextSteps;

test('a failover that has started reads well in a chat', () => {
  const { content, metadata } = render(failover(stateChange(a, 'stopped')).started);
  expect(content).toEqual({
    textType: 'client-markdown',
    title: '⚠️ WARNING · db: failover started, 1 ENI fw-a → fw-b',
    description: expect.stringMatching(
      /^\*Why\*\n- fw-a .* is stopped.*\n\n\*What moves\*\n- eni-0123456789abcdef0 \(10\.[\d.]+\) fw-a \(i-0123456789abcdef0\) → fw-b \(i-0fedcba9876543210\)$/,
    ),
    nextSteps: [
      'Nothing yet: you will be told when it is completed or has failed.',
      'Runbook: `docs/runbook.md#failover-started`',
    ],
    keywords: ['failover-started', 'warning', 'db', 'eu-west-1'],
  });
  expect(metadata).toMatchObject({
    summary: 'db: failover started, 1 ENI fw-a → fw-b',
    eventType: 'failover-started',
    relatedResources: expect.arrayContaining([moving, a, b]),
    additionalContext: { severity: 'warning', kind: 'failover-started', region: 'eu-west-1', group: 'db' },
  });
});

test.each(alertsOfEveryKind)(
  'an alert $kind keeps to the schema, and says what it says by e-mail',
  (alert) => {
    const notification = render(alert);
    expect(chatSchema.parse(notification)).toEqual(notification);
    const { title, description, nextSteps } = notification.content;
    const words = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, ' ');
    const shown = words([title, description, ...nextSteps].join(' '));
    for (const line of textOf(alert).split('\n')) {
      const told = words(line)
        .trim()
        .replace(/^Group db /, '')
        .replace(new RegExp(` ${alert.severity}$`), '');
      if (told !== 'What to do') expect(shown).toContain(told);
    }
  },
);

describe('in a thread', () => {
  test('stand the start and the end of one failover, and not those of another', () => {
    const [one, other] = [failover(stateChange(a, 'stopped')), failover({ ...tick(), eventId: 'event-2' })];
    const { threadId } = render(one.started).metadata;
    expect(threadId).toMatch(/^[\w-]+$/);
    expect(render(one.completed).metadata.threadId).toBe(threadId);
    expect(render(other.started).metadata.threadId).not.toBe(threadId);
    expect(render(other.completed).metadata.threadId).toBe(render(other.started).metadata.threadId);
  });

  test('stands nothing critical, which has to be seen in the channel', () => {
    expect(failover(tick()).failed?.severity).toBe('critical');
    for (const alert of [
      failover(tick()).failed,
      ...alertsOfEveryKind.filter((each) => each.severity === 'critical'),
    ])
      expect(render(alert).metadata).not.toHaveProperty('threadId');
  });

  test('stands no reminder of what lasts', () => {
    const snapshot = fleet([eni('eni-1', on('i-a'))], [member('i-a', { state: 'stopped' })]);
    const [alert] = alertsOfLook(look(snapshot), snapshot, tick());
    expect(alert?.kind).toBe('no-standby');
    expect(render(alert).metadata).not.toHaveProperty('threadId');
  });
});

test('the id is another one each time that the same is told', () => {
  const alert = alertWith({});
  expect(render(alert, noon).id).not.toBe(render(alert, noon + 1).id);
});

test('a sentence or a command that an e-mail breaks into lines is one step, and in a description one item', () => {
  expect(
    stepsOf([
      'If it is not meant to last, remove it,',
      'unless an alarm says so.',
      'To keep it: aws x \\',
      '  --tags y',
    ]),
  ).toEqual([
    'If it is not meant to last, remove it, unless an alarm says so.',
    'To keep it: aws x --tags y',
    'Runbook: `docs/runbook.md#finding`',
  ]);
  const sections = [{ heading: 'What is new', lines: ['aws x \\', '  --tags y', '  why it matters: z'] }];
  expect(render(alertWith({ sections })).content.description).toBe(
    '*What is new*\n- aws x --tags y\n  - why it matters: z',
  );
});

describe('what is too long', () => {
  const long = (count: number) =>
    Array.from({ length: count }, (_, index) => `Line ${index} ${'ж'.repeat(200)}`);

  test('of a summary is cut in the title with a word, and stands whole in the description', () => {
    const summary = `begin ${'@'.repeat(200)} end`;
    const { title, description } = render(alertWith({ summary })).content;
    expect(title).toMatch(/^⚠️ WARNING · begin .*… \(cut\)$/);
    expect(title.length).toBeLessThanOrEqual(250);
    expect(description).toMatch(/^begin .* end$/);
  });

  test('of a description loses whole lines at its end, and says how many', () => {
    const sections = [{ heading: 'What', lines: long(100) }];
    const { description } = render(alertWith({ sections })).content;
    const [, cut = ''] = /\n… \(cut: (\d+) more lines, in the e-mail\)$/.exec(description) ?? [];
    expect(Number(cut)).toBeGreaterThan(50);
    expect(description.match(/^- Line \d+ ж{200}$/gm)).toHaveLength(100 - Number(cut));
    expect(description.length).toBeGreaterThan(7_500);
    expect(description.length).toBeLessThanOrEqual(8_000);
  });

  test('of the steps is cut, and the runbook is always there', () => {
    const steps = stepsOf(long(20).map((line) => `${line}${line}`));
    expect(steps).toHaveLength(8);
    expect(steps[0]).toMatch(/… \(cut\)$/);
    expect(steps.slice(-2)).toEqual([
      '… (cut: 14 more, in the e-mail)',
      'Runbook: `docs/runbook.md#finding`',
    ]);
  });

  test('of a group is cut in the keywords and in the context', () => {
    const { content, metadata } = render(alertWith({ group: 'g'.repeat(300) }));
    expect(content.keywords[2]).toBe(`${'g'.repeat(74)}…`);
    expect(metadata.additionalContext.group).toMatch(/^g+… \(cut\)$/);
    expect(metadata.additionalContext.group).toHaveLength(256);
  });

  test('of the resources is left out', () => {
    const ids = Array.from({ length: 30 }, (_, index) => `eni-${String(index).padStart(17, '0')}`);
    expect(render(alertWith({ data: { ids } })).metadata.relatedResources).toEqual(ids.slice(0, 20));
  });
});

test.each([
  ['<!channel>', '‹!channel›'],
  ['<@U024BE7LH>', '‹(at)U024BE7LH›'],
  ['@here', '(at)here'],
  ['<https://evil.example|the runbook>', '‹https(:)//evil.example|the runbook›'],
  ['[the runbook](https://evil.example)', '(the runbook)(https(:)//evil.example)'],
  ['one\n*What to do*\n```', "one ∗What to do∗ '''"],
])('a member that is called %j is shown as %j', (name, shown) => {
  const { content, metadata } = render(failover(tick(), name).completed);
  expect(content.title).toContain(`fw-a → ${shown}`);
  expect(content.description).toContain(`fw-a (${a}) → ${shown} (${b})`);
  expect(content.nextSteps[0]).toContain(`Check that ${shown} (${b})`);
  expect(metadata.summary).toContain(shown);
});

test('IPv6 and MAC addresses in a description are code, since chats take parts of them for emoji; times and ARNs are not', () => {
  const said =
    '2001:db8:a::1/64, 02:ab:00:00:00:0b at 2026-11-23T04:48:57Z of arn:aws:sns:eu-west-1:123456789012:a, eth0:1:2';
  const sections = [{ heading: 'What', lines: [said] }];
  expect(render(alertWith({ sections })).content.description).toBe(
    '*What*\n- `2001:db8:a::1/64`, `02:ab:00:00:00:0b` at 2026-11-23T04:48:57Z of arn:aws:sns:eu-west-1:123456789012:a, eth0:1:2',
  );
});
