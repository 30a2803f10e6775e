import { only, type PackagedService, packageService } from '../deploy/packaged-service.ts';
import type { Statement } from '../support/iam-policy.ts';
import { arnOfEc2, deployedRole } from './invariants/deployed-role.ts';

let service: PackagedService;

beforeAll(async () => {
  service = await packageService();
}, 60_000);

afterAll(() => service?.remove());

test('the role that the simulation enforces is the one that is deployed', () => {
  const role = only(service.template, 'AWS::IAM::Role').Properties;
  const statements: readonly (Statement & { Sid?: string })[] = role.Policies.flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: Statement[] } }) => PolicyDocument.Statement,
  );
  const changing = statements
    .filter(({ Action }) => [Action].flat().some((action) => /^ec2:(?!Describe)|^\*/.test(action)))
    .map(({ Sid: _sid, ...statement }) => JSON.parse(resolved(statement)));
  expect(changing).toEqual(deployedRole);
});

/** The statement with its ARNs as CloudFormation would write them in the sandbox's account. */
function resolved(statement: object): string {
  return JSON.stringify(statement).replace(/\{"Fn::Sub":("[^"]*")\}/g, (_whole, arn: string) =>
    arn.replace('arn:$' + '{AWS::Partition}:ec2:$' + '{AWS::Region}:$' + '{AWS::AccountId}', arnOfEc2),
  );
}
