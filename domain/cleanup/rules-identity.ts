import { describedBecause } from './managed-descriptions.ts';
import { requestedBecause } from './requester.ts';
import type { KeepRule } from './rule.ts';

/** What kind of thing the ENI is, and whether it is idle. Whatever is not known for certain keeps. */
export const identityRules: readonly KeepRule[] = [
  {
    name: 'in-use',
    number: 1,
    text: 'Its status is anything but exactly `available`.',
    keeps: ({ status }) =>
      status === 'available' ? undefined : `its status is ${status ?? 'not told'}, not available`,
  },
  {
    name: 'attached',
    number: 2,
    text: 'It has an attachment that is not `detached`.',
    keeps: ({ attachment }) =>
      attachment === undefined || attachment.status === 'detached'
        ? undefined
        : `it is attached to ${attachment.instanceId ?? 'something'} (${attachment.status ?? 'no status'})`,
  },
  {
    name: 'interface-type',
    number: 3,
    text: 'Its type is not `interface`, nor an EFA where the policy allows those.',
    keeps: ({ interfaceType }, { policy }) => {
      const mayGo: ReadonlySet<string> = policy.interfaceTypes;
      if (interfaceType !== undefined && mayGo.has(interfaceType)) return undefined;
      return `its type is ${interfaceType ?? 'not told'}`;
    },
  },
  {
    name: 'requester-managed',
    number: 4,
    text: 'An AWS service manages it (requester-managed), or EC2 does not say that none does.',
    keeps: ({ requesterManaged }) =>
      requesterManaged === false
        ? undefined
        : `it is ${requesterManaged === true ? '' : 'not known not to be '}requester-managed`,
  },
  {
    name: 'operator-managed',
    number: 5,
    text: 'An AWS service is its operator, or hides it.',
    keeps: ({ operator }) => {
      if (operator === undefined) return undefined;
      if (operator.managed === false && operator.hiddenByDefault !== true) return undefined;
      return `it has an operator (${operator.principal ?? 'unnamed'})`;
    },
  },
  {
    name: 'foreign-owner',
    number: 6,
    text: 'It belongs to another account, or EC2 does not say to whom.',
    keeps: ({ ownerId }, { snapshot }) =>
      ownerId === snapshot.accountId ? undefined : `its owner is ${ownerId ?? 'not told'}, not this account`,
  },
  {
    name: 'requester',
    number: 7,
    text: 'Its requester is an AWS service, or one of a form that we do not know.',
    keeps: ({ requesterId }, { snapshot }) => requestedBecause(requesterId, snapshot.accountId),
  },
  {
    name: 'description',
    number: 8,
    text: 'Its description is one that an AWS service writes, asks not to delete it, or is not told.',
    keeps: ({ description }) =>
      description === undefined ? 'its description is not told' : describedBecause(description),
  },
  {
    name: 'edge-location',
    number: 9,
    text: 'It is on an Outpost, in a Local Zone or a Wavelength Zone, or in a place that we do not know.',
    keeps: ({ outpostArn, availabilityZone, privateIpv4Addresses }) => {
      if (outpostArn !== undefined) return `it is on the Outpost ${outpostArn}`;
      if (privateIpv4Addresses.some(({ carrierIp }) => carrierIp !== undefined)) return 'it has a carrier IP';
      if (availabilityZone !== undefined && ordinaryZone.test(availabilityZone)) return undefined;
      return `its zone is ${availabilityZone ?? 'not told'}, which is no ordinary Availability Zone`;
    },
  },
];

/** eu-west-1a and us-gov-east-1b, but not us-west-2-lax-1a or us-east-1-wl1-bos-wlz-1. */
const ordinaryZone = /^[a-z]+(?:-[a-z]+)+-\d+[a-z]$/;
