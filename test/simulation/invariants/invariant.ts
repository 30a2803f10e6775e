import type { NetworkInterface } from '../../../sandbox/world/records.ts';
import type { Change } from '../../../sandbox/world/table.ts';
import type { Call, History } from '../history.ts';

/** One promise of the product, checked against the truth. Each method gives what breaks it, in words; empty if nothing does. */
export interface Invariant {
  readonly name: string;
  /** After each changing call of the failover function (Attach, Detach, Modify and whatever else is no Describe), refused or not. */
  afterCall?(call: Call, history: History): readonly string[];
  /** After each changing call of the cleanup function, refused or not. */
  afterCleanupCall?(call: Call, history: History): readonly string[];
  /** After each change of an ENI's record, whoever made it. */
  afterChange?(change: Change<NetworkInterface>, history: History): readonly string[];
  /** Once faults have stopped and time has passed. */
  atEnd?(history: History): readonly string[];
}
