import {
  AssignPrivateIpAddressesCommand,
  type AssignPrivateIpAddressesCommandInput,
  AttachNetworkInterfaceCommand,
  type AttachNetworkInterfaceCommandInput,
  DetachNetworkInterfaceCommand,
  type DetachNetworkInterfaceCommandInput,
  type EC2Client,
  ReplaceRouteCommand,
  type ReplaceRouteCommandInput,
} from '@aws-sdk/client-ec2';

/** A call of EC2, and how a person types it: both come from the same input, so that what is shown is what is done. */
export interface AwsCommand {
  readonly line: string;
  readonly action: string;
  send(client: EC2Client): Promise<unknown>;
}

export function attachNetworkInterface(input: AttachNetworkInterfaceCommandInput): AwsCommand {
  return command('AttachNetworkInterface', input, (client) =>
    client.send(new AttachNetworkInterfaceCommand(input)),
  );
}

export function detachNetworkInterface(input: DetachNetworkInterfaceCommandInput): AwsCommand {
  return command('DetachNetworkInterface', input, (client) =>
    client.send(new DetachNetworkInterfaceCommand(input)),
  );
}

export function replaceRoute(input: ReplaceRouteCommandInput): AwsCommand {
  return command('ReplaceRoute', input, (client) => client.send(new ReplaceRouteCommand(input)));
}

export function assignPrivateIpAddresses(input: AssignPrivateIpAddressesCommandInput): AwsCommand {
  return command('AssignPrivateIpAddresses', input, (client) =>
    client.send(new AssignPrivateIpAddressesCommand(input)),
  );
}

function command(action: string, input: object, send: AwsCommand['send']): AwsCommand {
  const options = Object.entries(input).flatMap(([name, value]) => [
    `--${kebab(name)}`,
    ...(value === true ? [] : [value].flat().map(String)),
  ]);
  return { line: ['aws ec2', kebab(action), ...options].join(' '), action, send };
}

/** As the AWS CLI names what the API names `DestinationCidrBlock`. */
function kebab(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
