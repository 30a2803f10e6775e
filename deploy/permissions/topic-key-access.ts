import type { Permission } from './permission.ts';
import { topicKey } from './resources.ts';

/** What whoever tells people gets where a topic is encrypted: a policy of its own, because the key is not always there. */
export const topicKeyAccess: readonly Permission[] = [
  {
    sid: 'EncryptWhatIsTold',
    why: 'SNS asks KMS on behalf of whoever publishes. For anything else the key is of no use to a function.',
    for: ['sns:Publish'],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    on: [topicKey],
    only: { StringLike: { 'kms:ViaService': 'sns.*.amazonaws.com*' } },
  },
];
