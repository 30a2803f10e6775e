import { type CleanupStory, createCleanupStory, days, hours, seen, since } from './cleanup-story.ts';

let story: CleanupStory;

beforeEach(() => {
  story = createCleanupStory();
});

const addressOf = (eniId: string) =>
  story.stage.sandbox.world.networkInterface(eniId).privateIpAddresses[0]?.privateIpAddress ?? '';

const lastText = () => story.digests().at(-1)?.text ?? '';

describe('an orphan', () => {
  test('is marked at first sight, waits, and is deleted when its grace is over, with a manifest and word of it', async () => {
    const id = story.orphan({ privateIpAddress: undefined, tags: { Name: 'old agent' } } as object);
    await story.sweep();
    expect(story.tagsOf(id)).toMatchObject({
      Name: 'old agent',
      [since]: expect.any(String),
      [seen]: expect.any(String),
    });
    expect(lastText()).toContain(id);
    await story.wait(days(6));
    await story.sweep();
    expect(story.exists(id)).toBe(true);
    await story.wait(days(1));
    await story.sweep();
    expect(story.exists(id)).toBe(false);
    const [manifest = ''] = story.manifestsOf(id);
    expect(JSON.parse(manifest)).toMatchObject({
      eniId: id,
      subnetId: story.subnetId,
      tags: { Name: 'old agent' },
    });
    expect(lastText()).toContain(`manifests/${id}/`);
    expect(story.calls('DetachNetworkInterface')).toBe(0);
  });

  test('keeps its mark as it is from sweep to sweep', async () => {
    const id = story.orphan();
    await story.sweep();
    const mark = story.tagsOf(id);
    await story.wait(hours(1));
    await story.sweep();
    expect(story.tagsOf(id)).toEqual(mark);
  });

  test('that is attached again is released', async () => {
    const id = story.orphan();
    await story.sweep();
    story.stage.sandbox.world.attach(id, { instanceId: story.instanceId, deviceIndex: 3 });
    await story.wait(days(8));
    await story.sweep();
    expect(story.tagsOf(id)).toEqual({});
    expect(lastText()).toContain('Released');
  });

  test.each([
    ['in observe', { ENI_WARDEN_CLEANUP_MODE: 'observe' }, {}],
    ['in quarantine', { ENI_WARDEN_CLEANUP_MODE: 'quarantine' }, { [since]: expect.any(String) }],
  ])('%s is never deleted, and people hear what would happen', async (_words, environment, tags) => {
    story = createCleanupStory({ environment });
    const id = story.orphan();
    await story.sweepUntilDue();
    expect(story.tagsOf(id)).toEqual(expect.objectContaining(tags));
    if (Object.keys(tags).length === 0) expect(story.tagsOf(id)).toEqual({});
    expect(
      story
        .digests()
        .map(({ text }) => text)
        .join('\n'),
    ).toContain(id);
  });
});

describe('an orphan whose address somebody else claims', () => {
  /** Somebody writes it on something that is in use. */
  const claim = (value: string, on = story.instanceId) =>
    story.stage.sandbox.world.setTag(on, 'eni-warden:address', value);

  test('stays for as long as an instance counts on the address, and then waits for its grace anew', async () => {
    const [claimed, other] = [story.orphan(), story.orphan()];
    await story.sweep();
    claim(`10.0.0.250 ${addressOf(claimed)} vip`);
    await story.wait(days(8));
    await story.sweep();
    expect([claimed, other].map(story.exists)).toEqual([true, false]);
    expect(story.tagsOf(claimed)).toEqual({});
    expect(lastText()).toContain(`its address is claimed by ${story.instanceId} (${addressOf(claimed)})`);
    story.stage.sandbox.world.removeTag(story.instanceId, 'eni-warden:address');
    await story.sweep();
    expect(story.exists(claimed)).toBe(true);
    await story.wait(days(8));
    await story.sweep();
    expect(story.exists(claimed)).toBe(false);
  });

  test('stays for an ENI in use that claims it, which no sweep keeps in mind', async () => {
    const { world } = story.stage.sandbox;
    const inUse = world.interfacesOf(story.instanceId)[0]?.networkInterfaceId ?? '';
    const id = story.orphan();
    claim(addressOf(id), inUse);
    await story.sweepUntilDue();
    expect([story.exists(id), story.tagsOf(id)]).toEqual([true, {}]);
  });

  test('stays when the claim cannot be read; one slip of the pen does not reach another VPC', async () => {
    const far = story.stage.sandbox.world.addNetwork().subnets[0].subnetId;
    for (let count = 0; count < 10; count++) story.stage.sandbox.world.addInstance({ subnetId: far });
    const [here, there] = [story.orphan(), story.orphan({ subnetId: far })];
    claim('10.0.0.77 vpi');
    await story.sweepUntilDue();
    expect([here, there].map(story.exists)).toEqual([true, false]);
  });

  test('goes when the instance that claims it is terminated', async () => {
    const id = story.orphan();
    claim(addressOf(id));
    await story.sweep();
    story.stage.sandbox.world.terminate(story.instanceId);
    await story.sweepUntilDue();
    expect(story.exists(id)).toBe(false);
  });
});

describe('the last look', () => {
  /** Marks it, lets its grace pass, and lets something happen in the moment when it is described again. */
  async function sweepWhile(id: string, happen: () => void): Promise<void> {
    await story.sweep();
    await story.wait(days(8));
    let before = story.calls('DescribeAddresses');
    const { sandbox, clock } = story.stage;
    const watch = () => {
      // The references of the whole account are read once, and those of this ENI again before it goes.
      if (story.calls('DescribeAddresses') > before) {
        before = Number.POSITIVE_INFINITY;
        happen();
        return;
      }
      clock.after(5, watch);
    };
    expect(sandbox.world.networkInterfaces.has(id)).toBe(true);
    clock.after(5, watch);
    await story.sweep();
  }

  test('sees that somebody has attached it meanwhile, and releases it', async () => {
    const id = story.orphan();
    await sweepWhile(id, () =>
      story.stage.sandbox.world.attach(id, { instanceId: story.instanceId, deviceIndex: 3 }),
    );
    expect(story.exists(id)).toBe(true);
    expect(Object.keys(story.tagsOf(id))).not.toContain(since);
  });

  test('sees that an instance has claimed its address meanwhile', async () => {
    const id = story.orphan();
    await sweepWhile(id, () =>
      story.stage.sandbox.world.setTag(story.instanceId, 'eni-warden:address', addressOf(id)),
    );
    expect(story.exists(id)).toBe(true);
    expect(story.tagsOf(id)).toEqual({});
    expect(lastText()).toContain(`its address is claimed by ${story.instanceId} (${addressOf(id)})`);
  });

  test('sees that another ENI has claimed its address meanwhile', async () => {
    const [id, other] = [story.orphan(), story.orphan({ requesterManaged: true })];
    await sweepWhile(id, () =>
      story.stage.sandbox.world.setTag(other, 'eni-warden:address', `${addressOf(id)} vip`),
    );
    expect([id, other].map(story.exists)).toEqual([true, true]);
    expect(lastText()).toContain(`its address is claimed by ${other} (${addressOf(id)})`);
  });

  test('sees that somebody wants to keep it', async () => {
    const id = story.orphan();
    await sweepWhile(id, () => story.stage.sandbox.world.setTag(id, 'eni-warden:keep', 'needed in January'));
    expect(story.exists(id)).toBe(true);
    expect(story.tagsOf(id)).toEqual({ 'eni-warden:keep': 'needed in January' });
  });
});

describe('without a manifest nothing is deleted', () => {
  test('S3 refuses: every ENI stays, people are told, and the next sweep goes on', async () => {
    const ids = [story.orphan(), story.orphan()];
    await story.sweep();
    await story.wait(days(8));
    story.stage.s3.failNext(50, 'AccessDenied');
    await story.sweep();
    expect(ids.map(story.exists)).toEqual([true, true]);
    expect(story.calls('DeleteNetworkInterface')).toBe(0);
    expect(lastText()).toContain('manifest could not be stored');
    story.stage.s3.down(0);
    story = { ...story };
    for (let tries = 0; tries < 50 && ids.some(story.exists); tries++) {
      await story.wait(hours(1));
      await story.sweep();
    }
    expect(ids.map(story.exists)).toEqual([false, false]);
  });
});

describe('EC2 has the last word', () => {
  test('a delete that it refuses as in use releases the ENI', async () => {
    const id = story.orphan();
    await story.sweep();
    await story.wait(days(8));
    story.stage.sandbox.faults.failNext({
      action: 'DeleteNetworkInterface',
      code: 'InvalidParameterValue',
      status: 400,
      message: `Network interface '${id}' is currently in use.`,
    });
    await story.sweep();
    expect(story.exists(id)).toBe(true);
    expect(Object.keys(story.tagsOf(id))).not.toContain(since);
  });

  test('a delete whose reply is lost has happened, and is told as such', async () => {
    const id = story.orphan();
    await story.sweep();
    await story.wait(days(8));
    story.stage.sandbox.faults.loseReplyNext({ action: 'DeleteNetworkInterface' });
    await story.sweep();
    expect(story.exists(id)).toBe(false);
    expect(lastText()).toContain('Deleted');
    expect(story.manifestsOf(id)).toHaveLength(1);
  });

  test('an ENI that cannot be deleted backs off, and does not starve the others', async () => {
    const [poison, other] = [story.orphan(), story.orphan()];
    await story.sweep();
    await story.wait(days(8));
    story.stage.sandbox.faults.failNext({
      action: 'DeleteNetworkInterface',
      code: 'OperationNotPermitted',
      status: 400,
    });
    await story.sweep();
    expect([poison, other].filter(story.exists)).toHaveLength(1);
    const [left = ''] = [poison, other].filter(story.exists);
    expect(story.tagsOf(left)).toMatchObject({ 'eni-warden:delete-failed': expect.stringMatching(/^1 /) });
    const tried = story.calls('DeleteNetworkInterface');
    await story.sweep();
    expect(story.calls('DeleteNetworkInterface')).toBe(tried);
    await story.wait(hours(2));
    await story.sweep();
    expect(story.exists(left)).toBe(false);
  });
});

test('a delete that is denied because of a hold that has just been put on it has not failed', async () => {
  const id = story.orphan();
  await story.sweep();
  await story.wait(days(8));
  const { faults, world } = story.stage.sandbox;
  faults.failNext({ action: 'DeleteNetworkInterface', code: 'UnauthorizedOperation', status: 403 });
  const hold = () => {
    if (story.calls('DeleteNetworkInterface') === 0) return void story.stage.clock.after(5, hold);
    world.setTag(id, 'eni-warden:hold', 'ticket 4711');
  };
  story.stage.clock.after(5, hold);
  await story.sweep();
  expect(story.tagsOf(id)).toEqual({ 'eni-warden:hold': 'ticket 4711' });
});

describe('it gives way', () => {
  test('at the first throttle it ends, changes nothing more, and the next sweep goes on', async () => {
    const id = story.orphan();
    story.stage.sandbox.faults.throttle('DescribeNetworkInterfaces');
    await story.sweep();
    expect(story.tagsOf(id)).toEqual({});
    await story.wait(hours(1));
    await story.sweep();
    expect(story.tagsOf(id)).toMatchObject({ [since]: expect.any(String) });
  });

  test('but a mark comes off an ENI in use all the same, however EC2 throttles', async () => {
    const id = story.orphan();
    await story.sweep();
    story.stage.sandbox.world.attach(id, { instanceId: story.instanceId, deviceIndex: 3 });
    await story.wait(hours(1));
    story.stage.sandbox.faults.throttle('DeleteTags');
    await story.sweep();
    expect(story.tagsOf(id)).toEqual({});
  });

  test('a mark that cannot be taken off fails the sweep, so that a person hears of it', async () => {
    const id = story.orphan();
    await story.sweep();
    story.stage.sandbox.world.attach(id, { instanceId: story.instanceId, deviceIndex: 3 });
    await story.wait(hours(1));
    story.stage.sandbox.faults.failNext({ action: 'DeleteTags', code: 'OperationNotPermitted', status: 400 });
    await expect(story.sweep()).rejects.toThrow(
      `still marked, though they are not to be deleted: ${id}, 1 in all`,
    );
  });
});

describe('caps', () => {
  test('more than a tenth of the account is due: nothing is deleted, and a person is told', async () => {
    const ids = Array.from({ length: 12 }, () => story.orphan());
    await story.sweepUntilDue();
    expect(ids.every(story.exists)).toBe(true);
    expect(story.digests().at(-1)).toMatchObject({ severity: 'warning' });
    expect(lastText()).toContain('12 of the account');
  });

  test('at most so many go in one sweep, the longest unattached first', async () => {
    story = createCleanupStory({ environment: { ENI_WARDEN_CLEANUP_DELETIONS_MAX: '1' } });
    const first = story.orphan();
    await story.sweep();
    await story.wait(hours(1));
    const second = story.orphan();
    await story.sweep();
    await story.wait(days(8));
    await story.sweep();
    expect([first, second].map(story.exists)).toEqual([false, true]);
    await story.sweep();
    expect(story.exists(second)).toBe(false);
  });
});

describe('two at once, and one that dies', () => {
  test('two sweeps at the same moment delete each ENI once, and neither fails', async () => {
    const ids = [story.orphan(), story.orphan(), story.orphan()];
    await story.sweep();
    await story.wait(days(8));
    const other = story.stage.coldStart('another');
    await Promise.all([story.sweep(), story.sweep({ handler: other })]);
    expect(ids.map(story.exists)).toEqual([false, false, false]);
  });

  test('a sweep that runs out of time ends in order, and the next goes on', async () => {
    const ids = [story.orphan(), story.orphan(), story.orphan()];
    await story.sweep();
    await story.wait(days(8));
    await story.sweep({ timeoutMs: 21_500 });
    await story.sweep();
    expect(ids.map(story.exists)).toEqual([false, false, false]);
  });
});
