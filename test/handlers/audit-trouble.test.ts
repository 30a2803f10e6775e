import { auditBucket } from '../support/audit-stage.ts';
import { type AuditStory, callOf, createAuditStory, minutes, queued, scheduled } from './audit-story.ts';

let story: AuditStory;

beforeEach(async () => {
  story = await createAuditStory();
});

const counts = () => story.news().map(({ data }) => nonZero(data));
const lastText = () => story.news().at(-1)?.text ?? '';

function nonZero({ data }: Readonly<Record<string, unknown>>): unknown {
  const { counts: all = {} } = data as { readonly counts?: Readonly<Record<string, number>> };
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));
}

async function lookAgain(): Promise<void> {
  await story.wait(minutes(15));
  await story.look();
}

const deny = (action: string) =>
  story.stage.sandbox.faults.failNext({ action, code: 'UnauthorizedOperation', status: 403, times: 1 });

describe('losing the state', () => {
  test.each([
    ['deleted', undefined],
    ['not JSON', '{"version":1,'],
    ['of another version', '{"version":2,"findings":[]}'],
    ['not ours', '{"version":1,"findings":[{"finding":{"code":"made-up"}}]}'],
  ])('loses no finding and repeats the news: it is %s', async (_what, body) => {
    story.breakRoute();
    await story.look();
    if (body === undefined) deleteState();
    else await story.stage.putObject('state.json', body);
    await lookAgain();
    await lookAgain();
    expect(counts()).toEqual([{ fresh: 1 }, { fresh: 1 }]);
  });
});

describe('a part that is denied', () => {
  test('is told itself, resolves nothing of what depends on it, and is told as resolved when it can be read', async () => {
    story.breakRoute();
    await story.look();
    deny('DescribeRouteTables');
    await lookAgain();
    expect(counts()).toEqual([{ fresh: 1 }, { fresh: 1 }]);
    expect(lastText()).toContain('HIGH: ec2:DescribeRouteTables could not be read');
    expect(lastText()).toContain('Open now: 2 high');
    await lookAgain();
    expect(counts()[2]).toEqual({ resolved: 1 });
    expect(lastText()).toContain('What could not be looked at (ec2:DescribeRouteTables)');
  });

  test('hides what was mended meanwhile only until it can be read again', async () => {
    story.breakRoute();
    await story.look();
    story.mendRoute();
    deny('DescribeRouteTables');
    await lookAgain();
    expect(counts()[1]).toEqual({ fresh: 1 });
    await lookAgain();
    expect(counts()[2]).toEqual({ resolved: 2 });
  });
});

describe('SNS', () => {
  test('does not take the news: the run fails, and the next one tells it, once', async () => {
    story.breakRoute();
    story.stage.sns.down(minutes(10));
    await expect(story.look()).rejects.toThrow('could not be delivered');
    expect(story.news()).toEqual([]);
    await lookAgain();
    await lookAgain();
    expect(counts()).toEqual([{ fresh: 1 }]);
  });

  test('does not take that something is resolved: the next run tells it, whatever else has happened', async () => {
    story.breakRoute();
    await story.look();
    story.mendRoute();
    story.stage.sns.down(minutes(10));
    await expect(story.look()).rejects.toThrow('could not be delivered');
    await story.breakStandby();
    await lookAgain();
    expect(counts()).toEqual([{ fresh: 1 }, { fresh: 1, resolved: 1 }]);
  });

  test('is down: the register, the report and the state are written all the same', async () => {
    story.breakRoute();
    story.stage.sns.failNext(1, 'AuthorizationError');
    await expect(story.look()).rejects.toThrow('AuthorizationError');
    expect(story.stored('report.html')).toContain(story.routeTableId);
    expect(story.stored('state.json')).toContain('route-blackhole');
  });
});

describe('S3', () => {
  test('does not take the state: the run fails, and the news is repeated', async () => {
    story.breakRoute();
    story.stage.s3.failNext(4, 'AccessDenied', 'PutObject');
    await expect(story.look()).rejects.toThrow('audit/state.json');
    await lookAgain();
    await lookAgain();
    expect(counts()).toEqual([{ fresh: 1 }, { fresh: 1 }]);
  });

  test('does not take the report: the run fails, and the news is not repeated', async () => {
    story.breakRoute();
    story.stage.s3.failNext(1, 'AccessDenied', 'PutObject');
    await expect(story.look()).rejects.toThrow('report.html');
    await lookAgain();
    expect(counts()).toEqual([{ fresh: 1 }]);
  });

  test('does not say what people know: nothing is told twice, and the run fails', async () => {
    story.breakRoute();
    await story.look();
    story.stage.s3.failNext(1, 'AccessDenied', 'GetObject');
    await expect(lookAgain()).rejects.toThrow('AccessDenied');
    await lookAgain();
    expect(counts()).toEqual([{ fresh: 1 }]);
  });
});

describe('several runs at once', () => {
  test('may repeat the news, lose none, and leave one state', async () => {
    story.breakRoute();
    const { stage } = story;
    const runs = ['audit 1', 'audit 2', 'audit 3'].map((caller) =>
      stage.begin(scheduled(stage), { handler: stage.coldStart(caller) }),
    );
    await stage.clock.run(Promise.all(runs));
    expect(counts().length).toBeGreaterThanOrEqual(1);
    expect(stage.s3.buckets.get(auditBucket)?.objects.get('audit/state.json')).toHaveLength(1);
    const told = counts().length;
    await lookAgain();
    expect(counts()).toHaveLength(told);
  });
});

describe('a failover under way', () => {
  const detach = () => {
    const { world } = story.stage.sandbox;
    const deviceIndex = 1;
    world.attach(story.eni.networkInterfaceId, {
      instanceId: story.active.instanceId,
      deviceIndex,
      status: 'detaching',
    });
  };
  const arrive = () => {
    const { world } = story.stage.sandbox;
    world.attach(story.eni.networkInterfaceId, { instanceId: story.standby.instanceId, deviceIndex: 1 });
  };

  test('is not told as findings of its group', async () => {
    await story.look();
    story.stage.sandbox.world.stop(story.active.instanceId);
    detach();
    await story.look();
    expect(story.news()).toEqual([]);
    arrive();
    await lookAgain();
    expect(lastText()).toContain('fw-a');
    expect(story.news()).toHaveLength(1);
  });

  test('that does not end is told after a quarter of an hour', async () => {
    story.stage.sandbox.world.stop(story.active.instanceId);
    detach();
    await story.look();
    await story.wait(minutes(14));
    await story.look();
    expect(story.news()).toEqual([]);
    await story.wait(minutes(2));
    await story.look();
    expect(story.news()).toMatchObject([{ group: 'fw' }]);
  });

  test('of one group does not silence what is about others', async () => {
    detach();
    story.breakRoute();
    await story.look();
    expect(counts()).toEqual([{ fresh: 1 }]);
  });
});

describe('a run that cannot look', () => {
  test('gives way to whoever needs the calls more, and is no failure', async () => {
    story.breakRoute();
    story.stage.sandbox.faults.throttle('DescribeRouteTables', { callsPerSecond: 1_000 });
    await story.stage.invoke(queued(callOf(story.stage, 'CreateRoute')));
    expect(story.news()).toEqual([]);
    expect(story.stored('state.json')).toBeUndefined();
    story.stage.sandbox.faults.throttle('DescribeRouteTables', { callsPerSecond: 0 });
    await lookAgain();
    expect(counts()).toEqual([{ fresh: 1 }]);
  });

  test('has time enough to look where its invocation is short', async () => {
    story.breakRoute();
    await story.look({ timeoutMs: minutes(1) });
    expect(counts()).toEqual([{ fresh: 1 }]);
  });

  test('fails when its time is up, so that the queue delivers its batch again', async () => {
    const failures = { action: 'DescribeRouteTables', code: 'InternalError', times: 10_000 };
    story.stage.sandbox.faults.failNext(failures);
    const run = story.stage.invoke(queued(callOf(story.stage, 'CreateRoute')), { timeoutMs: minutes(3) });
    await expect(run).rejects.toThrow(/DescribeRouteTables|no time/);
    expect(story.stored('state.json')).toBeUndefined();
  });
});

function deleteState(): void {
  const objects = story.stage.s3.buckets.get(auditBucket)?.objects as Map<string, unknown>;
  objects.delete('audit/state.json');
}
