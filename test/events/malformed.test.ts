import { parseEvent } from '../../events/parse.ts';
import { fixture } from './fixtures.ts';

describe('what is no event of ours is malformed', () => {
  test.each([
    ['health-event', 'aws.health', 'AWS Health Event'],
    ['auto-scaling-lifecycle-action', 'aws.autoscaling', 'EC2 Instance-terminate Lifecycle Action'],
    ['cloudtrail-call', 'aws.ec2', 'AWS API Call via CloudTrail'],
  ])('%s, and what it is is said', (name, source, detailType) => {
    expect(parseEvent(fixture(name))).toEqual({
      kind: 'malformed',
      issues: [`event: no event of this kind is expected: source "${source}", detail-type "${detailType}"`],
      excerpt: expect.stringContaining(detailType),
    });
  });

  test.each([null, true, 7, 'text', '', [], [fixture('scheduled-event')]])('%j', (raw) => {
    expect(parseEvent(raw)).toEqual({
      kind: 'malformed',
      issues: ['event: expected an event, which is a JSON object'],
      excerpt: JSON.stringify(raw).slice(0, 1_500),
    });
  });

  test('an empty object', () => {
    expect(parseEvent({})).toEqual({
      kind: 'malformed',
      issues: ['event: no event of this kind is expected: source nothing, detail-type nothing'],
      excerpt: '{}',
    });
  });
});

describe('what is not JSON is malformed', () => {
  const cyclic: Record<string, unknown> = fixture('scheduled-event');
  cyclic.detail = cyclic;
  const withThrowingGetter = {
    get source(): string {
      throw new Error('no');
    },
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const hostile = new Proxy(
    {},
    {
      ownKeys: () => {
        throw undefined;
      },
    },
  );
  const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);

  test.each([
    ['a cyclic object', cyclic],
    ['an object with a getter that throws', withThrowingGetter],
    ['a revoked proxy', revoked],
    ['a proxy that throws', hostile],
    ['a bigint', 7n],
    ['undefined', undefined],
    ['a symbol', Symbol('event')],
    ['a function', () => 'event'],
    ['a list too deep to walk', deep],
  ])('%s', (_, raw) => {
    expect(parseEvent(raw)).toEqual({
      kind: 'malformed',
      issues: ['event: expected JSON'],
      excerpt: `a value of type ${typeof raw} that is not JSON`,
    });
  });
});

describe('the alert about a malformed event', () => {
  test('shows at most 1,500 characters of it', () => {
    const parsed = parseEvent({ ...fixture('health-event'), text: 'x'.repeat(1_000_000) });
    expect(parsed).toMatchObject({ kind: 'malformed', excerpt: expect.stringMatching(/^\{.{1498}…$/u) });
  });

  test('shows nothing that would hide, break or reorder its text', () => {
    const parsed = parseEvent('a\u202eb\u2028c\u0085d\u200be');
    expect(parsed).toMatchObject({ excerpt: '"a\ufffdb\ufffdc\ufffdd\ufffde"' });
  });

  test('does not part a character in two where it cuts', () => {
    const parsed = parseEvent(`x${'\u{1f980}'.repeat(2_000)}`);
    expect(parsed).toMatchObject({ excerpt: expect.stringMatching(/^"x\u{1f980}+\ufffd?…$/u) });
  });

  test('lists at most ten issues, of at most 300 characters', () => {
    const event = fixture('alarm-status-check');
    event.detail.configuration.metrics = Array.from({ length: 50 }, () => 'metric');
    const parsed = parseEvent(event);
    expect(parsed.kind === 'malformed' && parsed.issues).toHaveLength(10);

    const request = fixture('switchover-request');
    request.detail['k'.repeat(10_000)] = 1;
    expect(parseEvent(request)).toMatchObject({ issues: [expect.stringMatching(/^.{299}…$/)] });
  });

  test('does not repeat a long value in an issue', () => {
    const event = fixture('instance-state-change-stopped');
    event.detail.state = 'x'.repeat(1_000_000);
    expect(parseEvent(event)).toMatchObject({ issues: [expect.stringMatching(/got "x{78}…$/)] });
  });
});
