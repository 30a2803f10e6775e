import { auditedVpc } from '../../support/audit-fleet.ts';
import {
  data,
  plus,
  secondaryEni,
  withEni,
  withInstance,
  withoutAttachment,
} from '../../support/audit-group.ts';
import { type Account, table, web } from './account.ts';
import { auditedPeering } from './flagged.ts';

const routed = (id: string, routes: readonly (readonly [string, string, string?])[], snapshot = web) =>
  plus(snapshot, { routeTables: [table(id, routes)] });
const overlay = '192.168.99.5/32';

export const routes: readonly Account[] = [
  [
    'a blackhole route to an ENI that is gone',
    routed('rtb-1', [['192.168.0.0/24', 'eni-gone', 'blackhole']]),
  ],
  [
    'a blackhole route to a protected ENI',
    routed('rtb-1', [['192.168.0.0/24', 'eni-1', 'blackhole']], withoutAttachment(web, 'eni-1')),
  ],
  [
    'a blackhole route to an ENI of a stopped instance',
    routed(
      'rtb-1',
      [['192.168.0.0/24', 'eni-wp', 'blackhole']],
      withInstance(web, 'i-web', { state: 'stopped' }),
    ),
  ],
  [
    'blackhole routes to other things',
    routed('rtb-1', [
      ['192.168.0.0/24', 'pcx-1', 'blackhole'],
      ['192.168.1.0/24', 'nat-9', 'blackhole'],
      ['192.168.2.0/24', 'nat-9', 'blackhole'],
    ]),
  ],
  [
    'a route to an ENI of a stopped instance',
    routed('rtb-1', [['192.168.0.0/24', 'eni-wp']], withInstance(web, 'i-web', { state: 'stopped' })),
  ],
  ['a route to an ENI of a standby', routed('rtb-1', [['192.168.0.0/24', 'eni-pb']])],
  ['a route that takes addresses of the VPC to a gateway', routed('rtb-1', [['10.0.1.0/24', 'nat-1']])],
  ['a route that takes addresses of the VPC to an ENI', routed('rtb-1', [['10.0.1.0/24', 'eni-wp']])],
  ['the local route with another target', routed('rtb-1', [['10.0.0.0/16', 'nat-1']])],
  ['an overlay address inside the VPC', routed('rtb-1', [['10.0.7.7/32', 'eni-1']])],
  [
    'an overlay address that two tables send to two ENIs',
    plus(web, { routeTables: [table('rtb-1', [[overlay, 'eni-wp']]), table('rtb-2', [[overlay, 'eni-1']])] }),
  ],
  [
    'an overlay address that a table lacks',
    plus(withEni(web, 'eni-1', { sourceDestCheck: false }), {
      routeTables: [
        table('rtb-1', [
          [overlay, 'eni-1'],
          ['192.168.99.6/32', 'eni-1'],
        ]),
        table('rtb-2', [[overlay, 'eni-1']]),
      ],
    }),
  ],
  ['an overlay address on an ENI that checks', routed('rtb-1', [[overlay, 'eni-1']])],
  [
    'two ways out of one instance',
    plus(web, {
      enis: [secondaryEni('eni-ws', data, '10.0.1.51', 'i-web')],
      routeTables: [table('rtb-data', [['0.0.0.0/0', 'igw-1']], ['subnet-data'])],
    }),
  ],
  [
    'a public address that cannot be reached',
    withEni(web, 'eni-wp', {
      privateIpv4Addresses: [{ address: '10.0.0.50', primary: true, publicIp: '203.0.113.20' }],
    }),
  ],
  ['a check that is off for nothing', withEni(web, 'eni-wp', { sourceDestCheck: false })],
  [
    'many routes into nothing',
    routed(
      'rtb-1',
      ['1', '2', '3', '4', '5'].map((n) => [`192.168.${n}.0/24`, 'eni-gone', 'blackhole'] as const),
    ),
  ],
  ['a blackhole route for a prefix list', routed('rtb-1', [['pl-1', 'eni-gone', 'blackhole']])],
  ['a blackhole IPv6 route', routed('rtb-1', [['fd00::/8', 'eni-gone', 'blackhole']])],
  [
    'overlay addresses that several tables lack',
    plus(withEni(web, 'eni-wp', { sourceDestCheck: false }), {
      routeTables: [
        table('rtb-1', [
          [overlay, 'eni-wp'],
          ['192.168.99.6/32', 'eni-wp'],
          ['192.168.99.7/32', 'eni-wp'],
        ]),
        table('rtb-2', [[overlay, 'eni-wp']]),
        table('rtb-3', [['192.168.99.6/32', 'eni-wp']]),
        table('rtb-4', [
          [overlay, 'eni-wp'],
          ['192.168.99.6/31', 'eni-wp'],
        ]),
      ],
    }),
  ],
  [
    'a route that takes addresses from a peer',
    {
      ...plus(web, {
        vpcs: [auditedVpc('vpc-2', '10.2.0.0/16', { cidrs: ['10.2.0.0/16', '10.8.0.0/16'] })],
        routeTables: [
          table('rtb-1', [
            ['10.2.0.0/16', 'pcx-1'],
            ['10.2.3.0/24', 'tgw-1'],
            ['10.2.4.0/24', 'nat-1'],
            ['10.2.5.0/24', 'eni-gone'],
          ]),
        ],
      }),
      peerings: [auditedPeering('pcx-1', 'vpc-1', 'vpc-2')],
    },
  ],
];
