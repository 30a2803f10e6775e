import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { Change } from '../../../sandbox/world/table.ts';

/** A call as CloudTrail would tell of it: an attach names the ENI, a detach the attachment alone. */
export interface TrailedCall {
  readonly eventName: 'AttachNetworkInterface' | 'DetachNetworkInterface';
  readonly requestParameters: Readonly<Record<string, string>>;
}

/** The call that must have made this change; undefined where it was none. */
export function callBehind({ id, before, after }: Change<NetworkInterface>): TrailedCall | undefined {
  const [was, is] = [before?.attachment, after?.attachment];
  if (is === undefined) return undefined;
  if (was?.attachmentId !== is.attachmentId) {
    const { instanceId = '' } = is;
    return {
      eventName: 'AttachNetworkInterface',
      requestParameters: { networkInterfaceId: id, instanceId },
    };
  }
  if (is.status !== 'detaching' || was.status === 'detaching') return undefined;
  return { eventName: 'DetachNetworkInterface', requestParameters: { attachmentId: is.attachmentId } };
}

/** The whole event, as EventBridge hands it over. */
export function trailEvent(
  { eventName, requestParameters }: TrailedCall,
  { id, at, account, region }: { id: string; at: number; account: string; region: string },
): Readonly<Record<string, unknown>> {
  const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return {
    version: '0',
    id,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.08',
      eventTime: time,
      eventSource: 'ec2.amazonaws.com',
      eventName,
      awsRegion: region,
      requestParameters,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
    },
  };
}
