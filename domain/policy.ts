/** What an owner may tune. All times in milliseconds. */
export interface FailoverPolicy {
  /** After a move, how long an impaired holder is not left again; counted from AttachTime. */
  readonly blockPeriodMs: number;
  /** How long DescribeInstanceStatus must have called an instance impaired before that alone makes it down. */
  readonly impairedGraceMs: number;
  /** How long a detach from an impaired instance may take before it is repeated with Force. */
  readonly forceAfterMs: number;
  /** An event younger than this is not overruled by a snapshot that says otherwise: we look again. */
  readonly youngEventMs: number;
  /** How long an instance must have been missing from DescribeInstances before it counts as vanished. */
  readonly vanishedAfterMs: number;
  /** How old an alarm may be and still be evidence: long enough that a retry after the block period can act on it. */
  readonly alarmBelievedMs: number;
  /** How old a Spot interruption warning may be and still be acted on; EC2 gives two minutes' notice. */
  readonly spotWarningMs: number;
  /** How long after its leader's attach an ENI left behind on a member that is able is still brought to it. */
  readonly followLeaderMs: number;
  /** How old a switchover request may be and still be carried out. */
  readonly switchoverRequestMs: number;
}

export const defaultFailoverPolicy: FailoverPolicy = {
  blockPeriodMs: 300_000,
  impairedGraceMs: 120_000,
  forceAfterMs: 5_000,
  youngEventMs: 30_000,
  vanishedAfterMs: 5_000,
  alarmBelievedMs: 600_000,
  spotWarningMs: 180_000,
  followLeaderMs: 900_000,
  switchoverRequestMs: 600_000,
};
