import {
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { realClock } from '../../sandbox/clock.ts';
import { requestHandlerFor } from '../../sandbox/in-process.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { ec2On } from './ec2-on.ts';

describe('The wire format (9)', () => {
  test('an answer is XML in the namespace of the API, with its request id in the body and in a header', async () => {
    const { call } = ec2On();
    const { status, headers, body } = await call('DescribeVpcs');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/xml;charset=UTF-8');
    expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(body).toContain('<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">');
    expect(body).toContain(`<requestId>${headers['x-amzn-requestid']}</requestId>`);
  });

  test('an error is a Response with Errors and a RequestID', async () => {
    const { call } = ec2On();
    const { status, body } = await call('StopInstances', { 'InstanceId.1': 'i-1a2b3c4d' });
    expect(status).toBe(400);
    expect(body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\s*<Response><Errors><Error><Code>InvalidInstanceID.NotFound<\/Code><Message>The instance ID &#39;i-1a2b3c4d&#39; does not exist<\/Message><\/Error><\/Errors><RequestID>[0-9a-f-]{36}<\/RequestID><\/Response>$/,
    );
  });

  test('AttachNetworkInterface answers with the attachment and the card, other changes with return', async () => {
    const { call, sandbox, subnetId } = ec2On();
    const { instanceId } = sandbox.world.addInstance({ subnetId });
    const { networkInterfaceId } = sandbox.world.addNetworkInterface({ subnetId });
    const place = { InstanceId: instanceId, DeviceIndex: '1', NetworkCardIndex: '0' };
    const { body } = await call('AttachNetworkInterface', {
      NetworkInterfaceId: networkInterfaceId,
      ...place,
    });
    expect(body).toMatch(
      /<attachmentId>eni-attach-[0-9a-f]{17}<\/attachmentId><networkCardIndex>0<\/networkCardIndex>/,
    );
    const tagged = await call('CreateTags', {
      'ResourceId.1': instanceId,
      'Tag.1.Key': 'a',
      'Tag.1.Value': '',
    });
    expect(tagged.body).toContain('<return>true</return>');
  });

  test('times are ISO 8601 with milliseconds, empty lists are empty elements', async () => {
    const { call, sandbox, subnetId } = ec2On();
    sandbox.world.addInstance({ subnetId });
    const { body } = await call('DescribeInstances');
    expect(body).toContain('<launchTime>2026-01-05T09:00:00.000Z</launchTime>');
    expect(body).toContain('<attachTime>2026-01-05T09:00:00.000Z</attachTime>');
    expect(body).toContain('<tagSet/>');
  });

  test('the SDK reads empty sets as empty lists, and what is absent as undefined', async () => {
    const { clock, sandbox, subnetId } = ec2On();
    sandbox.world.addNetworkInterface({ subnetId, tags: { 'a & b': '<c> "d"\n\'é\'' } });
    const requestHandler = requestHandlerFor(sandbox);
    const client = new EC2Client({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
      requestHandler,
    });
    const { Reservations } = await clock.run(client.send(new DescribeInstancesCommand({})));
    expect(Reservations).toEqual([]);
    const { NetworkInterfaces: [eni] = [], $metadata } = await clock.run(
      client.send(new DescribeNetworkInterfacesCommand({})),
    );
    expect(eni?.Attachment).toBeUndefined();
    expect(eni?.Ipv6Addresses).toEqual([]);
    expect(eni?.TagSet).toEqual([{ Key: 'a & b', Value: '<c> "d"\n\'é\'' }]);
    expect($metadata.requestId).toBe(sandbox.log.calls.at(-1)?.requestId);
  });

  test('an action, a parameter, a version or a filter that is not known is an error', async () => {
    const { call } = ec2On();
    expect((await call('DescribeVolumes')).code).toBe('InvalidAction');
    expect((await call('toString')).code).toBe('InvalidAction');
    expect((await call('DescribeVpcs', { Version: '2014-01-01' })).code).toBe('InvalidAction');
    expect((await call('DescribeVpcs', { Verbose: 'true' })).code).toBe('UnknownParameter');
    expect(
      (await call('DescribeVpcs', { 'Filter.1.Name': 'constructor', 'Filter.1.Value.1': 'x' })).code,
    ).toBe('InvalidParameterValue');
    expect((await call('AttachNetworkInterface')).code).toBe('MissingParameter');
    expect((await call('DetachNetworkInterface', { NetworkInterfaceId: 'eni-01234567' })).code).toBe(
      'MissingParameter',
    );
  });

  test('a service that is not there is an error, and so is nonsense', async () => {
    const { clock, sandbox } = ec2On();
    const headers = {
      authorization: 'AWS4-HMAC-SHA256 Credential=x/20260105/eu-west-1/s3/aws4_request, SignedHeaders=h',
    };
    const send = (request: { headers: Record<string, string>; body: string }) =>
      clock.run(sandbox.handle({ method: 'POST', path: '/', ...request }));
    expect((await send({ headers, body: '' })).status).toBe(404);
    expect((await send({ headers: {}, body: '%%%' })).status).toBe(400);
  });

  test('every call is logged with its caller, its latency and its outcome', async () => {
    const { call, sandbox } = ec2On();
    await call('DescribeVpcs');
    await call('DescribeVpcs', { MaxResults: '1' });
    expect(sandbox.log.calls).toMatchObject([
      { service: 'ec2', caller: 'test', action: 'DescribeVpcs', latencyMs: expect.any(Number) },
      { action: 'DescribeVpcs', errorCode: 'InvalidParameterValue', parameters: { MaxResults: '1' } },
    ]);
    expect(sandbox.log.calls[0]).not.toHaveProperty('errorCode');
    expect(sandbox.log.calls[1]?.at).toBe(Date.UTC(2026, 0, 5, 9) + (sandbox.log.calls[0]?.latencyMs ?? 0));
  });
});

describe('The doors', () => {
  test('the SDK tries again after a lost connection and after a refusal by the buckets', async () => {
    const quick = { apiCall: { medianMs: 0, p99Ms: 0 } };
    const sandbox = createSandbox({ clock: realClock, seed: 1, timings: quick });
    const credentials = { accessKeyId: 'x', secretAccessKey: 'y' };
    const requestHandler = requestHandlerFor(sandbox, 'sdk');
    const client = new EC2Client({ region: 'eu-west-1', credentials, requestHandler, maxAttempts: 2 });
    sandbox.faults.loseReplyNext({ action: 'DescribeInstances' });
    expect((await client.send(new DescribeInstancesCommand({}))).Reservations).toEqual([]);
    sandbox.faults.failNext({ code: 'Unavailable', status: 503 });
    expect((await client.send(new DescribeInstancesCommand({}))).Reservations).toEqual([]);
    expect(sandbox.log.calls.map(({ errorCode }) => errorCode)).toEqual([
      'ConnectionLost',
      undefined,
      'Unavailable',
      undefined,
    ]);
  });

  test('a caller that gives up is told so, and the call has its effect all the same', async () => {
    const { clock, sandbox, subnetId } = ec2On({ timings: { apiCall: { medianMs: 1000, p99Ms: 1000 } } });
    const credentials = { accessKeyId: 'x', secretAccessKey: 'y' };
    const client = new EC2Client({
      region: 'eu-west-1',
      credentials,
      requestHandler: requestHandlerFor(sandbox),
    });
    const { instanceId } = sandbox.world.addInstance({ subnetId });
    const controller = new AbortController();
    const command = new TerminateInstancesCommand({ InstanceIds: [instanceId] });
    const answer = client.send(command, { abortSignal: controller.signal });
    clock.after(200, () => controller.abort());
    await expect(clock.run(answer)).rejects.toMatchObject({ name: 'AbortError' });
    await clock.advance(1000);
    expect(sandbox.world.instance(instanceId).state).not.toBe('running');
  });
});
