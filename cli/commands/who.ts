import type { Command } from 'commander';
import type { AddressRow } from '../../domain/audit/address-register.ts';
import type { AuditContext } from '../../domain/audit/audit-context.ts';
import { registerOf } from '../../domain/audit/register-of.ts';
import { type AddressRange, overlap, parseRange } from '../../domain/cidr.ts';
import { formatInstant } from '../../domain/instant.ts';
import { nameIn } from '../../domain/tags.ts';
import { type Act, type CommonOptions, withCommonOptions } from './act.ts';
import type { Answer, Session } from './answer.ts';
import { lookAtAccount } from './audit-look.ts';
import { exitCodes, UsageError } from './failure.ts';
import { ago, columns, point } from './words.ts';

const help = `
Asks the register of the audit, made anew: private addresses of both families, delegated prefixes, Elastic IPs and other public
addresses, and what tags claim (eni-warden:address). An address is found in a prefix that holds it, too. VPCs may use the same
addresses, so that there may be several answers. Needs the permissions of the audit; CloudWatch it can do without.

Exit status: 0 somebody has it or claims it; 1 nobody does; 2 called wrongly; 3 AWS could not be asked.

JSON: { command, region, at, asked, rows: [{ address, kind, vpcId, subnetId, availabilityZone, eniId, instanceId, name, group,
  owner, claim, since }], subnets: [{ id, vpcId, cidr, name }] }. The rows are those of addresses.json: an empty text where there
is nothing to say, and since is null where EC2 does not tell. The subnets are those that the address belongs to.

Examples:
  eni-warden who 10.0.1.7
  eni-warden who 2001:db8::10
  eni-warden who 10.0.1.0/28            everybody in it`;

export function addWho(program: Command, act: Act): void {
  const command = program
    .command('who')
    .description('who has an address, or claims it')
    .argument('<address>', 'an address or a CIDR, of either family')
    .addHelpText('after', help);
  withCommonOptions(command).action((address: string, options: CommonOptions) =>
    act(command, options, (session) => who(session, address)),
  );
}

export async function who(session: Session, asked: string): Promise<Answer> {
  const range = parseRange(asked);
  if (range === undefined)
    throw new UsageError(`${asked} is no address and no CIDR, such as 10.0.1.7 or 10.0.1.0/28.`);
  const context = await lookAtAccount(session, ['enis', 'subnets', 'instances', 'elastic-ips']);
  const rows = registerOf(context).filter(({ address }) => shares(address, range));
  const subnets = subnetsWith(context, range);
  return {
    lines: [...linesOf(asked, rows, session), ...subnetLines(asked, rows, subnets, session)],
    json: {
      asked,
      rows: rows.map(({ since, ...row }) => ({
        ...row,
        since: since === undefined ? null : formatInstant(since),
      })),
      subnets,
    },
    exitCode: rows.length > 0 ? exitCodes.fine : exitCodes.wrong,
  };
}

function shares(text: string, range: AddressRange): boolean {
  const other = parseRange(text);
  return other !== undefined && overlap(other, range);
}

interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly name: string;
}

function subnetsWith({ snapshot }: AuditContext, range: AddressRange): readonly Subnet[] {
  return snapshot.subnets.flatMap(({ id, vpcId, ipv4Cidr, ipv6Cidrs, tags }) =>
    [...(ipv4Cidr === undefined ? [] : [ipv4Cidr]), ...ipv6Cidrs]
      .filter((cidr) => shares(cidr, range))
      .map((cidr) => ({ id, vpcId, cidr, name: nameIn(tags) })),
  );
}

function linesOf(asked: string, rows: readonly AddressRow[], session: Session): readonly string[] {
  if (rows.length === 0) return [session.paint.yellow(`Nobody has ${asked} here, and nobody claims it.`)];
  const { account } = session;
  const cells = rows.map((row) => [
    row.address,
    row.kind,
    row.eniId,
    row.instanceId,
    row.name,
    row.group,
    row.owner,
    row.since === undefined ? '' : ago(row.since, account.clock.now()),
    row.vpcId,
  ]);
  const head = ['ADDRESS', 'KIND', 'ENI', 'INSTANCE', 'NAME', 'GROUP', 'OWNER', 'THERE SINCE', 'VPC'];
  return [
    ...columns(session, head, cells),
    ...rows.flatMap(({ address, claim }) =>
      claim === '' ? [] : point(claim, session, `${address} is claimed: `),
    ),
  ];
}

function subnetLines(
  asked: string,
  rows: readonly AddressRow[],
  subnets: readonly Subnet[],
  session: Session,
): readonly string[] {
  if (rows.length > 0) return [];
  if (subnets.length === 0) return [`It belongs to no subnet in ${session.account.region}.`];
  return subnets.map(({ id, vpcId, cidr, name }) => {
    const called = name === '' ? id : `${name} (${id})`;
    return `${asked} belongs to ${called}, ${cidr} of ${vpcId}.`;
  });
}
