import { parseArgs } from 'node:util';
import { type ManifestStore, readManifest } from '../aws/cleanup/manifests.ts';
import { createRestoreEc2 } from '../aws/cleanup/restore-ec2.ts';
import { restoreEni } from '../aws/cleanup/restore-eni.ts';
import { listManifests } from '../aws/cleanup/restore-list.ts';
import { createEc2Client, createS3Client } from '../aws/clients.ts';
import { systemClock } from '../aws/clock.ts';
import { describeRestore } from '../domain/cleanup/restore-report.ts';

const usage = `Usage: npm run restore -- <key> [--bucket NAME] [--region R] [--endpoint URL] [--json]
       npm run restore -- --list eni-… [the same options]

Brings an ENI that the cleanup deleted back from its manifest, with your own AWS credentials: the same addresses,
tags and settings, its Elastic IPs and routes. It takes nothing from anybody, and to repeat it is harmless.

  <key>           the manifest, as the digest names it: manifests/eni-…/….json
  --list eni-…    the keys of the manifests of an ENI, the newest first
  --bucket NAME   the bucket of the manifests; ENI_WARDEN_MANIFEST_BUCKET when omitted
  --region R      the region of the ENI; AWS_REGION when omitted
  --endpoint URL  another AWS, such as the sandbox: http://127.0.0.1:4599

The exit status is 0 when the ENI is back, 1 when it is not or not wholly, 2 when this was called wrongly.`;

class UsageError extends Error {}

/** So long a person waits at most. */
const patienceMs = 300_000;

interface Options {
  readonly json: boolean;
  readonly bucket?: string | undefined;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: 'string' },
      bucket: { type: 'string' },
      region: { type: 'string' },
      endpoint: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return true;
  }
  const { list } = values;
  const [key, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`one key at a time: what is ${more.join(' ')}?`);
  if (list !== undefined && key !== undefined) throw new UsageError('either a key or --list, not both');
  if (list !== undefined) return showKeys(idOf(list), values);
  if (key === undefined) throw new UsageError('which manifest? Name its key, or an ENI with --list');
  return restore(keyOf(key), values);
}

function idOf(text: string): string {
  if (/^eni-\w+$/.test(text)) return text;
  throw new UsageError(`--list takes the id of an ENI, eni-…, not ${text}`);
}

function keyOf(text: string): string {
  if (/^eni-\w+$/.test(text))
    throw new UsageError(`${text} is an ENI, and may have several manifests: list them with --list ${text}`);
  if (/^manifests\/.+\.json$/.test(text)) return text;
  throw new UsageError(`a key looks like manifests/eni-…/….json, not like ${text}`);
}

async function showKeys(eniId: string, options: Options): Promise<boolean> {
  const store = openStore(options);
  const keys = await listManifests(store, eniId, store.clock.now() + patienceMs);
  if (options.json) console.log(JSON.stringify(keys));
  else if (keys.length > 0) console.log(keys.join('\n'));
  else
    console.error(
      `${store.bucket} holds no manifest of ${eniId}: the cleanup has not deleted it, or its manifests have expired.`,
    );
  return keys.length > 0;
}

async function restore(key: string, options: Options): Promise<boolean> {
  const store = openStore(options);
  const deadline = store.clock.now() + patienceMs;
  const manifest = await readManifest(store, key, deadline);
  const ec2 = createRestoreEc2(createEc2Client(clientOf(options)), store.clock, store.chance);
  const report = await restoreEni(ec2, manifest, deadline);
  console.log(options.json ? JSON.stringify(report) : describeRestore(report).join('\n'));
  return report.outcome === 'restored';
}

function openStore(options: Options): ManifestStore {
  const bucket = options.bucket ?? process.env.ENI_WARDEN_MANIFEST_BUCKET ?? '';
  if (bucket === '')
    throw new UsageError(
      "which bucket? Name it with --bucket or ENI_WARDEN_MANIFEST_BUCKET: it is among the stack's outputs " +
        '(aws cloudformation describe-stacks --stack-name <your stack> --query "Stacks[].Outputs[]")',
    );
  const client = createS3Client({ ...clientOf(options), forcePathStyle: endpointOf(options) !== undefined });
  return { client, bucket, clock: systemClock, chance: Math.random };
}

/** The SDK knows the variable too, but not that the names of buckets are then no names of hosts. */
function endpointOf({ endpoint = process.env.AWS_ENDPOINT_URL }: Options): string | undefined {
  return endpoint === '' ? undefined : endpoint;
}

/** Whatever is not named here the SDK finds where it always does: environment, profile, role. */
function clientOf(options: Options) {
  const { region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION } = options;
  const endpoint = endpointOf(options);
  return { ...(region !== undefined && { region }), ...(endpoint !== undefined && { endpoint }) };
}

/** Ours, or one of parseArgs. */
function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  const isUsage = isUsageError(error);
  console.error(error instanceof Error ? error.message : error);
  if (isUsage) console.error(`\n${usage}`);
  process.exitCode = isUsage ? 2 : 1;
}
