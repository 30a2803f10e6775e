import type { Statement } from '../../sandbox/iam/policy.ts';
import { dangerousCalls } from './dangerous-calls.ts';
import { ofSomebody, type PackagedService, packageService } from './packaged-service.ts';
import { may, type Role, roleOf } from './roles.ts';

const functions = ['Failover', 'Cleanup', 'Restore', 'Audit'];

let plain: PackagedService;
let inVpc: PackagedService;

beforeAll(async () => {
  [plain, inVpc] = await Promise.all([packageService(), packageService(...ofSomebody)]);
}, 60_000);

test('the list has at least 25 calls, each once', () => {
  expect(dangerousCalls.length).toBeGreaterThanOrEqual(25);
  expect(new Set(dangerousCalls.map(({ what }) => what)).size).toBe(dangerousCalls.length);
  process.stdout.write(
    `${dangerousCalls.length} dangerous calls, each for ${functions.length} roles, in a VPC and outside; ` +
      `${denied.length} of them also for a role that is given everything\n`,
  );
});

describe.each(functions)('%s may never', (name) => {
  test.each(dangerousCalls)('$what', ({ action, resource, request = {} }) => {
    expect(may(roleOf(plain.template, name), action, resource, request)).toBe(false);
    // In a VPC the role allows more, but not to the code of the function.
    const context = {
      ...request.context,
      'lambda:sourcefunctionarn': `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
    };
    expect(may(roleOf(inVpc.template, name), action, resource, { ...request, context })).toBe(false);
  });
});

/** The role if somebody gave it everything one day. */
function withEverything({ statements, trusted }: Role): Role {
  const everything: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
  return { statements: [...statements, everything], trusted };
}

const denied = dangerousCalls.filter(({ what }) =>
  /of a group|on hold|security group|a member|enrol|take the tag|all tags|a manifest|manifests expire|older versions|the bucket/.test(
    what,
  ),
);

describe.each(functions)('even if the role of %s were given everything, it could not', (name) => {
  test.each(denied)('$what', ({ action, resource, request }) => {
    const role = withEverything(roleOf(plain.template, name));
    expect(may(role, 'ec2:CreateVpc', 'vpc/vpc-1')).toBe(true);
    expect(may(role, action, resource, request)).toBe(false);
  });
});

test('in a VPC, Lambda itself may look after the interfaces of the functions, except those of a group', () => {
  for (const name of functions) {
    const role = roleOf(inVpc.template, name);
    for (const action of ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface']) {
      expect(may(role, action, 'network-interface/eni-1')).toBe(true);
      expect(may(roleOf(plain.template, name), action, 'network-interface/eni-1')).toBe(false);
    }
    expect(
      may(role, 'ec2:DeleteNetworkInterface', 'network-interface/eni-1', {
        tags: { 'eni-warden:group': 'fw' },
      }),
    ).toBe(false);
  }
});
