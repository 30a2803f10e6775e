import type { Manifest } from '../../../domain/cleanup/manifest.ts';
import { describeRestore, describeStep, type RestoreReport } from '../../../domain/cleanup/restore-report.ts';

const nothing: RestoreReport = {
  outcome: 'restored',
  eniId: 'eni-1',
  addresses: [],
  done: [],
  already: [],
  differences: [],
  cannotComeBack: [],
  problems: [],
};
const read = (differences: Partial<RestoreReport>) =>
  describeRestore({ ...nothing, ...differences }).join('\n');

describe('The report of a restore', () => {
  test('reads as a whole where all that can come back is back', () => {
    expect(
      read({
        newEniId: 'eni-9',
        addresses: ['10.0.0.9', '2001:db8::9'],
        done: ['created it', 'gave it its prefixes'],
        already: ['the route was so'],
        differences: ['it has a tag besides'],
        cannotComeBack: ['its MAC address'],
      }),
    ).toBe(`eni-1 is back as eni-9 with 10.0.0.9, 2001:db8::9.

Done
  created it
  gave it its prefixes

Was so already
  the route was so

Changed since it was restored, and left
  it has a tag besides

Cannot come back
  its MAC address`);
  });

  test('reads as a whole where something failed, and says that it can be run again', () => {
    expect(
      read({ outcome: 'unfinished', newEniId: 'eni-9', addresses: ['10.0.0.9'], problems: ['no route'] }),
    ).toBe(`eni-1 is back as eni-9, but not with everything.

Not done
  no route

Run it again: what is done stays done.`);
    expect(read({ outcome: 'unfinished', addresses: ['10.0.0.9'] })).toBe(
      'eni-1 is not back with 10.0.0.9.\n\nRun it again: what is done stays done.',
    );
  });

  test('reads as a whole where nothing could be done', () => {
    expect(read({ outcome: 'impossible', problems: ['its subnet is gone'] })).toBe(
      'eni-1 cannot come back. Nothing was changed.\n\nWhat stands in the way\n  its subnet is gone',
    );
  });

  test('says so where nobody knows the id', () => {
    expect(read({})).toBe('eni-1 is back as an ENI without an id.');
  });
});

describe('A step that failed is told in words', () => {
  const manifest = {
    elasticIps: [
      { allocationId: 'eipalloc-0', publicIp: '203.0.113.8' },
      { allocationId: 'eipalloc-1', publicIp: '203.0.113.9' },
    ],
  } as unknown as Manifest;
  const route = { routeTableId: 'rtb-1', destination: '0.0.0.0/0' };
  const address = { kind: 'associate-address', allocationId: 'eipalloc-1' } as const;
  test.each([
    [
      { kind: 'set-source-dest-check', value: false } as const,
      'to set the source/dest check of eni-9 to false',
    ],
    [
      { kind: 'assign-ipv4-prefixes', prefixes: ['10.0.1.16/28', '10.0.1.32/28'] } as const,
      'to give eni-9 10.0.1.16/28, 10.0.1.32/28',
    ],
    [{ kind: 'assign-ipv6-prefixes', prefixes: ['2001:db8::/80'] } as const, 'to give eni-9 2001:db8::/80'],
    [address, 'to associate the Elastic IP 203.0.113.9 (eipalloc-1) with eni-9'],
    [
      { ...address, privateIpAddress: '10.0.0.9' },
      'to associate the Elastic IP 203.0.113.9 (eipalloc-1) with eni-9 (10.0.0.9)',
    ],
    [{ ...address, allocationId: 'eipalloc-7' }, 'to associate the Elastic IP eipalloc-7 with eni-9'],
    [{ kind: 'create-route', ...route } as const, 'to let the route to 0.0.0.0/0 in rtb-1 lead to eni-9'],
    [{ kind: 'replace-route', ...route } as const, 'to let the route to 0.0.0.0/0 in rtb-1 lead to eni-9'],
  ])('%j', (step, words) => {
    expect(describeStep(step, manifest, 'eni-9')).toBe(words);
  });
});
