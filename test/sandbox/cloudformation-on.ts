import { VirtualClock } from '../../sandbox/clock.ts';
import { createCloudFormation } from '../../sandbox/cloudformation/cloudformation.ts';
import { createS3 } from '../../sandbox/s3/s3.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { TemplateDescription } from '../../sandbox/stack/template.ts';

type Form = Readonly<Record<string, string>>;

/** CloudFormation on virtual time, where what is brought to life is only kept, and a way to ask as the SDK would. */
export function cloudFormationOn(fail?: Error) {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ clock, seed: 1 });
  const s3 = createS3(sandbox);
  const alive: TemplateDescription[] = [];
  const bringToLife = async (description: TemplateDescription) => {
    if (fail !== undefined) throw fail;
    alive.push(description);
  };
  const { stacks } = createCloudFormation({ sandbox, s3, bringToLife });

  const call = async (Action: string, form: Form = {}) => {
    const body = new URLSearchParams({ Action, Version: '2010-05-15', ...form }).toString();
    const authorization = 'AWS4-HMAC-SHA256 Credential=x/20260105/eu-west-1/cloudformation/aws4_request';
    const request = { method: 'POST', path: '/', headers: { authorization }, body };
    const response = await clock.run(sandbox.handle(request));
    const found = (name: string) =>
      [...response.body.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);
    return { status: response.status, found, code: found('Code')[0], message: found('Message')[0] };
  };
  const propose = (resources: object, form: Form = {}) =>
    call('CreateChangeSet', {
      StackName: 'svc',
      ChangeSetName: 'next',
      ChangeSetType: stacks.has('svc') ? 'UPDATE' : 'CREATE',
      TemplateBody: JSON.stringify({ Resources: resources }),
      ...form,
    });
  const ofChangeSet = { StackName: 'svc', ChangeSetName: 'next' };
  const settle = () => clock.run(clock.sleep(1));
  /** Makes a change set, carries it out, waits for its end and takes it away, as a deployment does. */
  const deploy = async (resources: object, form: Form = {}) => {
    await call('DeleteChangeSet', ofChangeSet);
    await propose(resources, form);
    const executed = await call('ExecuteChangeSet', ofChangeSet);
    await settle();
    return executed;
  };
  /** What was told of the stack, the oldest first. */
  const told = () => stacks.get('svc')?.events.map(({ logicalId, status }) => `${logicalId} ${status}`) ?? [];
  return { s3, stacks, alive, call, propose, deploy, ofChangeSet, told };
}
