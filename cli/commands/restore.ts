import type { Command } from 'commander';
import { type ManifestStore, readManifest } from '../../aws/cleanup/manifests.ts';
import { createRestoreEc2 } from '../../aws/cleanup/restore-ec2.ts';
import { restoreEni } from '../../aws/cleanup/restore-eni.ts';
import { listManifests } from '../../aws/cleanup/restore-list.ts';
import { createEc2Client } from '../../aws/clients.ts';
import { describeRestore } from '../../domain/cleanup/restore-report.ts';
import { accountPatienceMs, fleetPatienceMs, s3Of } from './account.ts';
import { type Act, type CommonOptions, withCommonOptions, withStage } from './act.ts';
import type { Answer, Session } from './answer.ts';
import { type BucketOptions, bucketDescription, bucketOf } from './bucket.ts';
import { exitCodes, Impossible, UsageError } from './failure.ts';

const help = `
Brings an ENI that the cleanup deleted back from its manifest: the same addresses, tags and settings, its Elastic IPs and routes.
It takes nothing from anybody, and to repeat it is harmless. The same as npm run restore. Which permissions it needs: those of the
role of the restore, in docs/permissions.md.

Exit status: 0 it is back, or there are manifests; 1 it is not or not wholly, or there is none; 2 called wrongly; 3 AWS could not be
asked.

JSON: { command, region, at, outcome: restored | unfinished | impossible, eniId, newEniId?, addresses[], done[], already[],
  differences[], cannotComeBack[], problems[] }; of --list { command, region, at, eniId, bucket, keys[] }, the newest first.

Examples:
  eni-warden restore --list eni-0123456789abcdef0 --bucket <BucketName>
  eni-warden restore manifests/eni-0123456789abcdef0/2026-11-23T12:00:00Z.json --bucket <BucketName>`;

export interface RestoreOptions extends BucketOptions {
  readonly list?: string;
}

export function addRestore(program: Command, act: Act): void {
  const command = program
    .command('restore')
    .description('bring a deleted ENI back from its manifest')
    .argument('[key]', 'the manifest, as the digest names it: manifests/eni-…/….json')
    .option('--list <eni>', 'the keys of the manifests of an ENI instead')
    .option('--bucket <name>', bucketDescription)
    .addHelpText('after', help);
  withStage(withCommonOptions(command)).action(
    (key: string | undefined, options: CommonOptions & RestoreOptions) =>
      act(command, options, (session) => restore(session, key, options)),
  );
}

export async function restore(
  session: Session,
  key: string | undefined,
  options: RestoreOptions,
): Promise<Answer> {
  const { list } = options;
  if ((list === undefined) === (key === undefined))
    throw new UsageError('name either the key of a manifest, or an ENI with --list.');
  if (list !== undefined && !/^eni-\w+$/.test(list))
    throw new UsageError(`--list takes the id of an ENI, eni-…, not ${list}.`);
  if (key !== undefined && !/^manifests\/.+\.json$/.test(key))
    throw new UsageError(
      `a key looks like manifests/eni-…/….json, not like ${key}: --list eni-… shows them.`,
    );
  const { clock, chance } = session.account;
  const store = {
    client: s3Of(session.account),
    bucket: await bucketOf(session, options),
    clock,
    chance,
  };
  return list === undefined ? bringBack(session, store, key ?? '') : showKeys(session, store, list);
}

async function bringBack({ account, say }: Session, store: ManifestStore, key: string): Promise<Answer> {
  const { access, clock, chance } = account;
  const deadline = clock.now() + accountPatienceMs;
  const manifest = await readManifest(store, key, clock.now() + fleetPatienceMs).catch((error: unknown) => {
    // Without a cause, S3 gave it: what it holds is no manifest.
    if (error instanceof Error && error.cause === undefined && error.constructor === Error)
      throw new Impossible(error.message);
    throw error;
  });
  say(`Restoring ${manifest.eniId} in ${account.region}.`);
  const report = await restoreEni(
    createRestoreEc2(createEc2Client(access), clock, chance),
    manifest,
    deadline,
  );
  return {
    lines: describeRestore(report),
    json: report,
    exitCode: report.outcome === 'restored' ? exitCodes.fine : exitCodes.wrong,
  };
}

async function showKeys({ account }: Session, store: ManifestStore, eniId: string): Promise<Answer> {
  const { bucket } = store;
  const keys = await listManifests(store, eniId, account.clock.now() + fleetPatienceMs);
  const none = `${bucket} holds no manifest of ${eniId}: the cleanup has not deleted it, or its manifests have expired.`;
  return {
    lines: keys.length > 0 ? keys : [none],
    json: { eniId, bucket, keys },
    exitCode: keys.length > 0 ? exitCodes.fine : exitCodes.wrong,
  };
}
