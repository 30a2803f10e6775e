import { type PackagedService, packageService } from '../deploy/packaged-service.ts';
import { roleOf } from '../deploy/roles.ts';
import type { Statement } from '../support/iam-policy.ts';
import { cleanupRole } from './invariants/cleanup/cleanup-role.ts';
import { deployedRole } from './invariants/deployed-role.ts';

let service: PackagedService;

beforeAll(async () => {
  service = await packageService();
}, 60_000);

afterAll(() => service?.remove());

test.each([
  { name: 'Failover', enforced: deployedRole },
  { name: 'Cleanup', enforced: cleanupRole },
])('the role of $name that the simulation enforces is the one that is deployed', ({ name, enforced }) => {
  const statements: readonly (Statement & { Sid?: string })[] = roleOf(service.template, name).statements;
  const changing = statements
    .filter(({ Action }) => [Action].flat().some((action) => /^ec2:(?!Describe|Get)|^\*/.test(action)))
    .map(({ Sid: _sid, ...statement }) => statement);
  expect(changing).toEqual(enforced);
});
