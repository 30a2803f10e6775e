import type { Instant } from '../instant.ts';

/** One address, delegated prefix or Elastic IP of the account: who owns it. */
export interface AddressRow {
  readonly address: string;
  readonly kind: 'primary' | 'secondary' | 'ipv6' | 'prefix' | 'elastic-ip' | 'public-ip' | 'claimed';
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly eniId: string;
  readonly instanceId: string;
  /** The Name tag of the instance, else of the ENI. */
  readonly name: string;
  readonly group: string;
  /** The tag `owner`, in any case, of the ENI, else of the instance. */
  readonly owner: string;
  /** Who claims it and in which role; empty where nobody does. */
  readonly claim: string;
  /** Since when it has been where it is: the AttachTime of its ENI, or the mark of the cleanup; absent where EC2 does not tell. */
  readonly since?: Instant;
}
