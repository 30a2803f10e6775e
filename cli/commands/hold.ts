import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2';
import type { Command } from 'commander';
import { call } from '../../aws/ec2.ts';
import { readHold, type Tags, tagKeys } from '../../domain/tags.ts';
import { accountPatienceMs, gentleEc2Of } from './account.ts';
import { type Act, type CommonOptions, withCommonOptions } from './act.ts';
import type { Answer, Session } from './answer.ts';
import { exitCodes, UsageError } from './failure.ts';
import { tagsOfResource } from './resource-tags.ts';

const holdHelp = `
Puts the tag eni-warden:hold on it. Nothing automatic touches an ENI on hold: no failover, no switchover, no cleanup. An instance on
hold gives nothing away and takes nothing. Put it on before you detach by hand, or the ENI is attached again within a minute.
A group that ought to move and is on hold is a critical alert. Needs ec2:CreateTags.

Exit status: 0 it is on hold; 1 there is no such thing; 2 called wrongly; 3 AWS could not be asked.
JSON: { command, region, at, resourceId, exists, hold: reason, before: reason | null }

Example:
  eni-warden hold eni-0123456789abcdef0 --reason "changing rules until 17:00"`;

const releaseHelp = `
Takes the tag eni-warden:hold off. What ought to have moved meanwhile moves at the next look, within a minute. Needs ec2:DeleteTags.

Exit status: 0 it is not on hold; 1 there is no such thing; 2 called wrongly; 3 AWS could not be asked.
JSON: { command, region, at, resourceId, exists, hold: null, before: reason | null }

Example:
  eni-warden release eni-0123456789abcdef0`;

const resourceArgument = 'the id of an ENI or of an instance';

export function addHold(program: Command, act: Act): void {
  const command = program
    .command('hold')
    .description('keep everything automatic off an ENI or an instance')
    .argument('<resource>', resourceArgument)
    .requiredOption('--reason <text>', 'why, and until when: alerts show it')
    .addHelpText('after', holdHelp);
  withCommonOptions(command).action((id: string, options: CommonOptions & { readonly reason: string }) =>
    act(command, options, (session) => hold(session, id, options.reason)),
  );
}

export function addRelease(program: Command, act: Act): void {
  const command = program
    .command('release')
    .description('end a hold')
    .argument('<resource>', resourceArgument)
    .addHelpText('after', releaseHelp);
  withCommonOptions(command).action((id: string, options: CommonOptions) =>
    act(command, options, (session) => release(session, id)),
  );
}

/** The longest value of a tag, in characters (EC2 User Guide, Tag your Amazon EC2 resources). */
const tagValueMax = 256;

export async function hold(session: Session, id: string, text: string): Promise<Answer> {
  const reason = text.trim();
  if (reason === '' || reason.length > tagValueMax)
    throw new UsageError(
      `--reason takes 1 to ${tagValueMax} characters: a hold without a reason helps nobody.`,
    );
  return change(session, id, reason, async (ec2, trying) => {
    const Tags = [{ Key: tagKeys.hold, Value: reason }];
    await call(ec2, 'CreateTags', trying, (client) =>
      client.send(new CreateTagsCommand({ Resources: [id], Tags })),
    );
  });
}

export async function release(session: Session, id: string): Promise<Answer> {
  return change(session, id, null, async (ec2, trying) => {
    // Without a value: whatever the reason says.
    const Tags = [{ Key: tagKeys.hold }];
    await call(ec2, 'DeleteTags', trying, (client) =>
      client.send(new DeleteTagsCommand({ Resources: [id], Tags })),
    );
  });
}

async function change(
  session: Session,
  id: string,
  reason: string | null,
  send: (ec2: ReturnType<typeof gentleEc2Of>, trying: { readonly deadline: number }) => Promise<void>,
): Promise<Answer> {
  const { account } = session;
  const ec2 = gentleEc2Of(account);
  const trying = { deadline: account.clock.now() + accountPatienceMs / 10 };
  const tags = await tagsOfResource(ec2, id, trying);
  if (tags === undefined) {
    const lines = [session.paint.red(`There is no ${id} in ${account.region}.`)];
    return { lines, json: { resourceId: id, exists: false }, exitCode: exitCodes.wrong };
  }
  const before = reasonIn(tags);
  await send(ec2, trying);
  return {
    lines: linesOf(id, reason, before),
    json: { resourceId: id, exists: true, hold: reason, before },
    exitCode: exitCodes.fine,
  };
}

function reasonIn(tags: Tags): string | null {
  const reading = readHold(tags);
  switch (reading.kind) {
    case 'absent':
      return null;
    case 'read':
      return reading.value;
    case 'unreadable':
      return reading.raw;
    default:
      return reading satisfies never;
  }
}

function linesOf(id: string, reason: string | null, before: string | null): readonly string[] {
  if (reason === null)
    return [before === null ? `${id} was not on hold.` : `${id} is on hold no more. It was: ${before}`];
  return [
    `${id} is on hold: ${reason}`,
    ...(before === null || before === reason ? [] : [`The reason was before: ${before}`]),
    `End it with: eni-warden release ${id}`,
  ];
}
