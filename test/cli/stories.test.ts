import type { Ending } from '../../cli/ending.ts';
import { judgeStories } from '../../cli/stories.ts';
import { failing, news, placed, stage } from './stage.ts';

/** What is wrong with each story, by its group, when things end like this instead of well. */
function wrongWith(
  change: (well: ReturnType<typeof stage>) => Partial<Ending>,
): Record<string, readonly string[]> {
  const well = stage();
  const ending = { ...well.ending, ...change(well) };
  const wrong = well.stories.map(
    ({ group, checks }) => [group.name, failing(checks(ending, well.names))] as const,
  );
  return Object.fromEntries(wrong.filter(([, failed]) => failed.length > 0));
}

function moving(well: ReturnType<typeof stage>, group: 'fw' | 'db' | 'lic' | 'nat', to: string | undefined) {
  const [id = ''] = well.fleet[group].networkInterfaceIds;
  return { after: new Map([...well.ending.after, [id, placed(well.ending.before, id, to)]]) };
}

describe('the verdict on the four stories', () => {
  it('finds nothing wrong when all ended well', () => {
    expect(wrongWith(() => ({}))).toEqual({});
  });

  it('fails a story whose ENI is still on the instance that went down, and says where it is', () => {
    const wrong = wrongWith((well) => moving(well, 'fw', well.fleet.fw.activeId));
    expect(wrong).toEqual({
      fw: [expect.stringMatching(/^eni-….{5} is attached to fw-b; it is attached, on fw-a$/)],
    });
  });

  it('fails a story whose ENI is on its way', () => {
    const wrong = wrongWith(({ ending, fleet }) => {
      const [id = ''] = fleet.db.networkInterfaceIds;
      const attaching = { ...placed(ending.after, id, fleet.db.standbyId), status: 'attaching' as const };
      return { after: new Map([...ending.after, [id, attaching]]) };
    });
    expect(wrong).toEqual({ db: [expect.stringMatching(/; it is attaching, on db-b$/)] });
  });

  it('fails a story whose ENI has lost its address', () => {
    const wrong = wrongWith(({ ending, fleet }) => {
      const [id = ''] = fleet.lic.networkInterfaceIds;
      const other = { ...placed(ending.after, id, fleet.lic.standbyId), macAddress: '02:00:00:00:00:00' };
      return { after: new Map([...ending.after, [id, other]]) };
    });
    expect(wrong).toEqual({ lic: [expect.stringMatching(/keeps 10\..*; it has 10\..*02:00:00:00:00:00/)] });
  });

  it('fails every story when the ENIs are gone', () => {
    const wrong = wrongWith(() => ({ after: new Map() }));
    expect(Object.keys(wrong)).toEqual(['fw', 'db', 'lic', 'nat']);
    expect(wrong.nat?.join()).toContain('it no longer exists');
  });

  it.each(['failover-started', 'failover-completed', 'no-standby'])(
    'fails the stories in which nobody was told %s',
    (kind) => {
      const wrong = wrongWith(({ ending }) => ({ news: ending.news.filter((item) => item.kind !== kind) }));
      expect(Object.keys(wrong)).toEqual(kind === 'no-standby' ? ['nat'] : ['fw', 'db', 'lic']);
    },
  );

  it('fails the story of the lost events when one of them arrived', () => {
    const wrong = wrongWith(({ fleet }) => ({
      events: new Map([[fleet.lic.activeId, { delivered: 1, lost: 1 }]]),
    }));
    expect(wrong).toEqual({ lic: ['every event about lic-a is lost; 1 lost, 1 delivered'] });
  });

  it('fails the story of the lost events when there were none', () => {
    const wrong = wrongWith(() => ({ events: new Map() }));
    expect(Object.keys(wrong)).toEqual(['lic']);
  });

  it('fails the story without a standby when on-call was not told that it is critical', () => {
    const wrong = wrongWith(({ ending }) => ({
      news: ending.news.map((item) => (item.group === 'nat' ? { ...item, severity: 'info' } : item)),
    }));
    expect(wrong).toEqual({ nat: [expect.stringContaining('published: no-standby (info')] });
  });

  it('fails the story of the guest that hangs when on-call was not told of the Force', () => {
    const wrong = wrongWith(({ ending }) => ({
      news: ending.news.map((item) => ({ ...item, phases: { ...item.phases, forced: false } })),
    }));
    expect(wrong).toEqual({ db: [expect.stringContaining('which says that Force was needed')] });
  });

  it('fails the story of the lost events when it was not the tick that found the instance', () => {
    const wrong = wrongWith(({ ending }) => ({
      news: ending.news.map((item) => (item.group === 'lic' ? { ...item, trigger: 'alarm' } : item)),
    }));
    expect(wrong.lic).toHaveLength(2);
    expect(wrong.lic?.[0]).toContain('published: failover-started (warning, alarm)');
  });

  it('fails the story of the guest that hangs when no Force was needed', () => {
    const wrong = wrongWith(() => ({ forcedOff: new Map() }));
    expect(wrong).toEqual({ db: [expect.stringContaining('is taken from db-a by force')] });
  });

  it('fails the story of the guest that hangs when EC2 does not call it impaired', () => {
    const wrong = wrongWith(() => ({ impaired: new Set<string>() }));
    expect(wrong).toEqual({ db: [expect.stringContaining('its status checks pass')] });
  });

  it('fails the story without a standby when its ENI went somewhere', () => {
    const wrong = wrongWith((well) => moving(well, 'nat', well.fleet.nat.standbyId));
    expect(wrong).toEqual({ nat: [expect.stringContaining('it is attached, on nat-b')] });
  });

  it('fails the story without a standby when a failover is said to have begun', () => {
    const begun = news({ group: 'nat', kind: 'failover-started', severity: 'warning' });
    const wrong = wrongWith(({ ending }) => ({ news: [...ending.news, begun] }));
    expect(Object.keys(wrong)).toEqual(['nat']);
  });

  it('fails when a run of the function failed, and when an event was given up', () => {
    const { ending, stories, names } = stage();
    const wrongAfter = (runs: Partial<Ending['runs']>) => {
      const { checks, isWell } = judgeStories(
        { ...ending, runs: { ...ending.runs, ...runs } },
        stories,
        names,
      );
      expect(isWell).toBe(failing(checks.flat()).length === 0);
      return failing(checks.flat());
    };
    expect(wrongAfter({})).toEqual([]);
    expect(wrongAfter({ problems: ['failed: no way'] })).toEqual([expect.stringContaining('failed: no way')]);
    expect(wrongAfter({ givenUp: 1 })).toHaveLength(1);
  });
});
