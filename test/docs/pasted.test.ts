import { warmUp } from '../cli/commands/desk.ts';
import { withExits } from './pasted/blocks.ts';
import { type Clone, openClone } from './pasted/clone.ts';
import { asText, query } from './pasted/query.ts';

jest.setTimeout(60_000);

let clone: Clone;
beforeAll(async () => {
  await warmUp();
  clone = await openClone();
});
afterAll(() => clone.close());

// A test of the documents proves nothing unless a slip in them fails it.
test.each([
  ['a program that nobody knows', 'jq .', /command not found/],
  ['a service that nobody knows', 'aws rds describe-db-instances', /Nobody knows aws rds/],
  ['a command that there is not', 'aws ec2 terminate-instance --instance-ids i-1', /There is no aws ec2/],
  ['an option that there is not', 'aws ec2 delete-vpc --vpc vpc-1', /Unknown option: --vpc/],
  [
    'an option of another service',
    'aws sns subscribe --topic-arn a --protocol email --endpoint b',
    /Unknown option/,
  ],
  ['an option that is missing', 'aws ec2 create-subnet --cidr-block 10.99.0.0/24', /Missing: --vpc-id/],
  ['a member that there is not', 'aws ec2 create-tags --resources i-1 --tags Key=a,Val=b', /knows no Val/],
  ['a number that is none', 'aws ec2 run-instances --image-id a --count two', /takes a number/],
  [
    'a shorthand that does not end',
    "aws ec2 run-instances --image-id a --tag-specifications 'Tags=[{Key=a'",
    /what is/,
  ],
  ['a value that EC2 refuses', 'aws ec2 create-vpc --cidr-block 10.0.0.0/8', /InvalidVpc.Range/],
  ['a query that is not understood', "aws ec2 describe-vpcs --query 'sort(Vpcs)'", /what is "\(Vpcs\)"/],
  ['another output', 'aws ec2 describe-vpcs --output yaml', /--output yaml/],
  [
    'an option of DescribeStacks',
    'aws cloudformation describe-stacks --stack eni-warden-prod',
    /DescribeStacks/,
  ],
  [
    'an object that is not in the bucket',
    'aws s3 cp s3://eni-warden-bucket/audit/reprot.html .',
    /NoSuchKey/,
  ],
  [
    'an option of a service without an SDK',
    'aws lambda invoke --function failover',
    /Unknown options: function/,
  ],
  ['a thing to wait for', 'aws ec2 wait instance-gone --instance-ids i-1', /Nobody knows how to wait/],
  ['a command of ours that there is not', 'npx eni-warden statsu', /unknown command/],
  ['an option of ours that there is not', 'npx eni-warden status --jsn', /unknown option/],
  ['another package', 'npx cowsay', /Nobody knows npx cowsay/],
  ['an option of serverless', 'npx serverless deploy --stages prod', /no option --stages/],
  ['a command of serverless', 'npx serverless destroy', /There is no serverless destroy/],
  ['a parameter that there is not', 'npx serverless deploy --param="alertMail=a@b"', /There is no parameter/],
  ['a value of a parameter', 'npx serverless deploy --param="mode=maybe"', /the parameter mode\) must be/],
  [
    'a value of a parameter of the stack',
    'npx serverless deploy --param="vpcSubnetIds=all"',
    /vpcSubnetIds must/,
  ],
  ['a script that there is not', 'npm run benches', /npm run/],
  ['options without dashes before them', 'npm run sandbox --seed readme', /npm run/],
  ['an option of a script', 'npm run sandbox -- --sede readme', /Unknown option '--sede'/],
  ['options of a script that takes none', 'npm start -- --fast', /Unknown option|shows no help|no options/],
  ['another address', 'curl http://127.0.0.1:4598/_sandbox', /Nobody answers/],
  ['a route of the sandbox that there is not', 'curl http://127.0.0.1:4599/_sandbox/alert', /There is no/],
  [
    'a body that the route does not take',
    `curl http://127.0.0.1:4599/_sandbox/hang -d '{"id":"i-1"}'`,
    /instanceId/,
  ],
])('%s fails', async (_what, script, says) => {
  const { status, err } = await clone.paste(script);
  expect(err).toMatch(says);
  expect(status).not.toBe(0);
});

test('the first command that fails ends it all', async () => {
  const { status, out } = await clone.paste('npx cowsay\necho and on');
  expect([status, out]).toEqual([1, '']);
});

test('a promised exit status has to be the one', async () => {
  const promise = (status: number) => withExits(`npx eni-warden statsu # exits with ${status}\necho and on`);
  expect((await clone.paste(promise(2))).out).toBe('and on\n');
  expect((await clone.paste(promise(0))).status).not.toBe(0);
});

test('a query finds what the AWS CLI would', () => {
  const answer = { List: [{ Key: 'a', Of: { Name: 'x' } }, { Key: 'b', Of: { Name: 'y' } }, { Key: 'c' }] };
  expect(query(answer, 'List[].Of.Name')).toEqual(['x', 'y']);
  expect(query(answer, "List[?Key=='b'].Of.Name")).toEqual(['y']);
  expect(query(answer, 'List[0].[Key,Of.Name]')).toEqual(['a', 'x']);
  expect(query(answer, 'List[].{K:Key}')).toEqual([{ K: 'a' }, { K: 'b' }, { K: 'c' }]);
  expect(query(answer, 'Missing.Name')).toBeUndefined();
  expect(asText([['a', 1], [undefined]])).toBe('a\t1\nNone');
});
