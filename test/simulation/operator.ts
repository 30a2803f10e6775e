import type { Sandbox } from '../../sandbox/sandbox.ts';

/** A person or a tool with the AWS CLI: every call goes through EC2's own checks. Resolves with EC2's error code, if any. */
export async function callAs(
  caller: string,
  sandbox: Sandbox,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260105/${sandbox.region}/ec2/aws4_request, SignedHeaders=host, Signature=0`;
  const body = new URLSearchParams({ Action: action, Version: '2016-11-15', ...parameters }).toString();
  const request = { method: 'POST', path: '/', headers: { authorization }, body, caller };
  const response = await sandbox.handle(request).catch(() => undefined);
  if (response === undefined) return 'ConnectionLost';
  return response.status < 300 ? undefined : /<Code>([^<]+)<\/Code>/.exec(response.body)?.[1];
}
