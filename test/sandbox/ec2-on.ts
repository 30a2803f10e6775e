import { VirtualClock } from '../../sandbox/clock.ts';
import { createSandbox, type SandboxOptions } from '../../sandbox/sandbox.ts';

/** A sandbox on virtual time, and a way to send it raw requests of the EC2 query protocol. */
export function ec2On(options: Partial<SandboxOptions> = {}) {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ clock, seed: 1, ...options });
  const { subnets } = sandbox.world.addNetwork();
  const ask = async (action: string, parameters: Readonly<Record<string, string>> = {}) => {
    const body = new URLSearchParams({ Action: action, Version: '2016-11-15', ...parameters }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await sandbox.handle({ method: 'POST', path: '/', headers, body, caller: 'test' });
    const code = response.status < 300 ? undefined : /<Code>([^<]+)<\/Code>/.exec(response.body)?.[1];
    return { ...response, code };
  };
  const call = (action: string, parameters: Readonly<Record<string, string>> = {}) =>
    clock.run(ask(action, parameters));
  return { clock, sandbox, subnetId: subnets[0].subnetId, subnets, ask, call };
}
