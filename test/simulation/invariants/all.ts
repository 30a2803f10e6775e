import { attachedToAbleMember } from './attached-to-able-member.ts';
import { blockPeriod } from './block-period.ts';
import { changesOfHolderTold } from './changes-of-holder-told.ts';
import { cleanupPermitted } from './cleanup/cleanup-permitted.ts';
import { deletedAfterGrace } from './cleanup/deleted-after-grace.ts';
import { deletedInPeace } from './cleanup/deleted-in-peace.ts';
import { deletedOrdinary } from './cleanup/deleted-ordinary.ts';
import { deletedUnattached } from './cleanup/deleted-unattached.ts';
import { deletedUnclaimed } from './cleanup/deleted-unclaimed.ts';
import { deletedUnreferenced } from './cleanup/deleted-unreferenced.ts';
import { deletionsTold } from './cleanup/deletions-told.ts';
import { manifestBeforeDeletion } from './cleanup/manifest-before-deletion.ts';
import { orphansGoAtLast } from './cleanup/orphans-go-at-last.ts';
import { ownTagsOnly } from './cleanup/own-tags-only.ts';
import { sweepCap } from './cleanup/sweep-cap.ts';
import { completedOnce } from './completed-once.ts';
import { detachedWithCause } from './detached-with-cause.ts';
import { everyEniHasAHome } from './every-eni-has-a-home.ts';
import { followsItsLeader } from './follows-its-leader.ts';
import { forceComesLast } from './force-comes-last.ts';
import { groupsTogether } from './groups-together.ts';
import { handsOff } from './hands-off.ts';
import type { Invariant } from './invariant.ts';
import { looksAreSpaced } from './looks-are-spaced.ts';
import { malformedTold } from './malformed-told.ts';
import { noDefects } from './no-defects.ts';
import { noHomeIsTold } from './no-home-is-told.ts';
import { nothingLost } from './nothing-lost.ts';
import { permitted } from './permitted.ts';
import { quietAtTheEnd } from './quiet-at-the-end.ts';
import { readablePriority } from './readable-priority.ts';
import { refusalsTold } from './refusals-told.ts';
import { roomForTheGroup } from './room-for-the-group.ts';
import { settledCostsLittle } from './settled-costs-little.ts';
import { slots } from './slots.ts';

/** Everything that the product promises: what must never happen first, then what must happen in the end. */
export const invariants: readonly Invariant[] = [
  attachedToAbleMember,
  readablePriority,
  roomForTheGroup,
  followsItsLeader,
  detachedWithCause,
  forceComesLast,
  handsOff,
  slots,
  nothingLost,
  blockPeriod,
  permitted,
  deletedUnattached,
  deletedUnclaimed,
  deletedOrdinary,
  deletedUnreferenced,
  deletedAfterGrace,
  deletedInPeace,
  manifestBeforeDeletion,
  ownTagsOnly,
  sweepCap,
  cleanupPermitted,
  noDefects,
  everyEniHasAHome,
  groupsTogether,
  noHomeIsTold,
  changesOfHolderTold,
  refusalsTold,
  malformedTold,
  orphansGoAtLast,
  deletionsTold,
  completedOnce,
  settledCostsLittle,
  looksAreSpaced,
  quietAtTheEnd,
];
