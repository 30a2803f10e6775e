import { type Desk, desk, bucket as ownBucket, warmUp, withGroup } from './desk.ts';

beforeAll(warmUp);

function before(stages: readonly string[], environment: Readonly<Record<string, string>>): Desk {
  const here = desk();
  for (const stage of stages) {
    for (const name of ['failover', 'cleanup', 'restore']) {
      here.deploy(`eni-warden-${stage}-${name}`, { ENI_WARDEN_MANIFEST_BUCKET: ownBucket, ...environment });
    }
  }
  here.deploy('somebody-elses-failover', { ENI_WARDEN_MODE: 'act' });
  return here;
}

test('plan judges by the function that is deployed, and says so', async () => {
  const here = before(['prod'], {});
  const { activeId } = withGroup(here);
  const { status, answer } = await here.json(`plan --instance ${activeId}`);
  expect(status).toBe(0);
  expect(answer).toMatchObject({ mode: 'act', judgedBy: { function: 'eni-warden-prod-failover' } });
  const { out } = await here.run(`plan --instance ${activeId}`);
  expect(out).toContain('judged by the settings of eni-warden-prod-failover');
});

test('where the function only observes, plan says that nothing would move, and fails', async () => {
  const here = before(['prod'], { ENI_WARDEN_MODE: 'observe' });
  const { activeId } = withGroup(here);
  const { status, out } = await here.run(`plan --instance ${activeId}`);
  expect(status).toBe(1);
  expect(out).toContain('It observes only: it would tell this, and move nothing.');
});

test('where the function only observes, a switchover is not asked for', async () => {
  const here = before(['prod'], { ENI_WARDEN_MODE: 'observe' });
  const { eniId, activeId } = withGroup(here);
  const { status, answer } = await here.json('switchover fw --reason x --yes');
  expect([status, answer.outcome]).toEqual([1, 'refused']);
  expect(answer.because).toContain('eni-warden-prod-failover observes only');
  expect(answer).not.toHaveProperty('eventId');
  expect(here.world.networkInterface(eniId)?.attachment?.instanceId).toBe(activeId);
});

test('why judges by the cleanup that is deployed, and a variable of the shell asks what would be if', async () => {
  const here = before(['prod'], { ENI_WARDEN_CLEANUP_MODE: 'quarantine' });
  const { subnetId } = withGroup(here);
  const { networkInterfaceId } = here.world.addNetworkInterface({ subnetId });
  const { answer } = await here.json(`why ${networkInterfaceId}`);
  expect(answer).toMatchObject({
    judgedBy: { function: 'eni-warden-prod-cleanup' },
    cleanup: { mode: 'quarantine' },
  });
  const other = await here.json(`why ${networkInterfaceId}`, {
    environment: { ENI_WARDEN_CLEANUP_MODE: 'delete' },
  });
  expect(other.answer.cleanup.mode).toBe('delete');
});

test('restore takes the bucket of the stack', async () => {
  const here = before(['prod'], {});
  const { answer } = await here.json('restore --list eni-0123456789abcdef0');
  expect(answer).toMatchObject({ bucket: ownBucket, keys: [] });
});

test('of several stages one has to be named, and then it is that', async () => {
  const here = before(['prod', 'test'], {});
  const { activeId } = withGroup(here);
  const { status, err } = await here.run(`plan --instance ${activeId}`);
  expect(status).toBe(2);
  expect(err).toContain('name one of prod, test with --stage');
  const { answer } = await here.json(`plan --instance ${activeId} --stage test`);
  expect(answer.judgedBy).toEqual({ function: 'eni-warden-test-failover' });
});

test.each([
  ['no function is deployed', [], '', 'there is no function eni-warden-…-failover in eu-west-1'],
  [
    'the stage has none',
    ['prod'],
    ' --stage dev',
    'there is no function eni-warden-dev-failover in eu-west-1',
  ],
] as const)('where %s, it judges by the defaults and says why', async (_what, stages, option, because) => {
  const here = before(stages, { ENI_WARDEN_MODE: 'observe' });
  const { activeId } = withGroup(here);
  const { status, answer } = await here.json(`plan --instance ${activeId}${option}`);
  expect(status).toBe(0);
  expect(answer).toMatchObject({ mode: 'act', judgedBy: { because } });
});

test('where Lambda cannot be asked, it judges by the defaults and says why', async () => {
  const here = before(['prod'], { ENI_WARDEN_MODE: 'observe' });
  const { activeId } = withGroup(here);
  here.sandbox.services.delete('lambda');
  const { status, answer } = await here.json(`plan --instance ${activeId}`);
  expect([status, answer.mode]).toEqual([0, 'act']);
  expect(answer.judgedBy.because).toMatch(/^Lambda could not be asked \(/);
});

test('settings that cannot be read are an error that names them', async () => {
  const here = before(['prod'], { ENI_WARDEN_MODE: 'sometimes' });
  const { activeId } = withGroup(here);
  const { status, err } = await here.run(`plan --instance ${activeId}`);
  expect(status).toBe(2);
  expect(err).toContain('ENI_WARDEN_MODE must be act or observe');
});
