import { bucket, type Desk, desk, warmUp, withGroup } from './desk.ts';

beforeAll(warmUp);

/** The standby is stopped: a critical finding. */
async function withoutStandby(here: Desk): Promise<string> {
  const { standbyId } = withGroup(here);
  here.world.stop(standbyId);
  await here.clock.advance(300_000);
  return standbyId;
}

test('the audit runs now: worst first, each with why and how to mend it', async () => {
  const here = desk();
  await withoutStandby(here);
  const { status, out } = await here.run('findings');
  expect(status).toBe(1);
  const severities = [...out.matchAll(/^(CRITICAL|HIGH|WARNING|INFO) /gm)].map(([, severity]) => severity);
  expect(severities[0]).toBe('CRITICAL');
  expect([...new Set(severities)]).toEqual(['CRITICAL', 'WARNING', 'INFO']);
  expect(out.match(/^ {2}mend it: \S/gm)).toHaveLength(severities.length);
});

test('where nothing critical is open, the exit status is that all is fine', async () => {
  const here = desk();
  withGroup(here);
  const { status, answer } = await here.json('findings');
  expect(status).toBe(0);
  expect(answer.open).toMatchObject({ critical: 0, high: 0 });
  expect(answer.findings.length).toBe(answer.open.warning + answer.open.info);
  expect(answer.findings[0]).toMatchObject({
    fingerprint: expect.any(String),
    stage: 'open',
    code: expect.any(String),
    resources: [expect.objectContaining({ kind: expect.any(String), id: expect.any(String) })],
  });
});

test('--severity leaves out what is less bad, and still counts it', async () => {
  const here = desk();
  await withoutStandby(here);
  const { answer } = await here.json('findings --severity critical');
  expect(new Set(answer.findings.map(({ severity }: { severity: string }) => severity))).toEqual(
    new Set(['critical']),
  );
  expect(answer.open.info).toBeGreaterThan(0);
});

test('what its owner accepts is no finding that is open', async () => {
  const here = desk();
  const { network } = withGroup(here);
  const peer = here.world.addVpc({
    cidr: '10.0.0.0/16',
    tags: { 'eni-warden:accept': 'vpc-overlap until 2026-12-31' },
  });
  const { answer } = await here.json('findings');
  expect(answer.accepted).toBe(1);
  expect(JSON.stringify(answer.findings)).not.toContain('vpc-overlap');
  const all = await here.json('findings --accepted');
  expect(all.answer.findings).toContainEqual(
    expect.objectContaining({
      code: 'vpc-overlap',
      stage: 'accepted',
      acceptedUntil: '2027-01-01T00:00:00Z',
    }),
  );
  expect([network.vpc.vpcId, peer.vpcId]).toHaveLength(2);
});

test('a part that could not be read is said, and is no good news for a script', async () => {
  const here = desk();
  withGroup(here);
  here.deny('DescribeVpcPeeringConnections');
  const { status, out } = await here.run('findings');
  expect(status).toBe(3);
  expect(out).toContain('ec2:DescribeVpcPeeringConnections could not be read');
});

test('--from-state shows what the stack has last found', async () => {
  const here = desk();
  const finding = {
    code: 'vpc-overlap',
    severity: 'critical',
    resources: [{ kind: 'vpc', id: 'vpc-0123456789abcdef0' }],
    what: 'Two VPCs overlap.',
    why: 'They cannot be peered.',
    remedy: 'Renumber one.',
  };
  const life = {
    fingerprint: 'vpc-overlap-1',
    finding,
    stage: 'open',
    firstSeen: 0,
    lastSeen: 0,
    told: null,
  };
  const state = {
    version: 1,
    takenAt: 1_767_600_000_000,
    findings: [life],
    resolved: [],
    underWay: [],
    digestAt: 0,
  };
  await here.put('audit/state.json', JSON.stringify(state));
  const { status, out } = await here.run(`findings --from-state --bucket ${bucket}`);
  expect(status).toBe(1);
  expect(out).toContain('eu-west-1 as of 2026-01-05T08:00:00Z: 1 critical open');
  expect(out).toContain('  mend it: Renumber one.');
});

test('--from-state without a state, and without a bucket', async () => {
  const here = desk();
  const none = await here.run('findings --from-state', { environment: { ENI_WARDEN_BUCKET: bucket } });
  expect(none.status).toBe(1);
  expect(none.err).toContain(`${bucket} holds no state of an audit`);
  const { status, err } = await here.run('findings --from-state');
  expect(status).toBe(2);
  expect(err).toContain('which bucket?');
});
