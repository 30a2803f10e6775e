/**
 * What AWS does in these cases is not established (facts 2 and 11). The defaults are the stricter answers, so that
 * what works here has no reason to fail there; a test may set the milder ones.
 */
export interface Unknowns {
  /** A plain Detach of an attachment that is already `detaching`. */
  readonly repeatDetach: 'IncorrectState' | 'success';
  /** A Detach of an attachment that is still `attaching`. */
  readonly detachWhileAttaching: 'IncorrectState' | 'success';
  /** Attach and Detach of an EFA while the instance runs: the error's code. */
  readonly efaOnRunningCode: string;
  /** Attach to an instance that is neither running nor stopped: the error's code. */
  readonly attachToUnreadyInstanceCode: string;
  /** The known bug of Attach without NetworkCardIndex on types with several cards (facts 1.4). */
  readonly networkCardIndexBug: boolean;
  /** Whether a forced detachment blocks its device index for other interfaces until the next stop (facts 1.5). */
  readonly forcedDetachBlocksIndex: boolean;
  /** Whether an interface that is `detaching` is still deleted with its instance when it is so marked. */
  readonly deletesDetachingOnTermination: boolean;
  /** Whether naming ids without a filter or MaxResults draws from the small bucket (facts 3). */
  readonly idsOnlyUsesUnfilteredBucket: boolean;
  /** Whether the free addresses of reservations are missing from AvailableIpAddressCount of their subnet. */
  readonly reservationsLowerAvailable: boolean;
  /** Above so many interfaces an account is large: then they have to be described in pages (facts 1.6). */
  readonly unpagedInterfacesMax: number;
}

export const strictest: Unknowns = {
  repeatDetach: 'IncorrectState',
  detachWhileAttaching: 'IncorrectState',
  efaOnRunningCode: 'OperationNotPermitted',
  attachToUnreadyInstanceCode: 'IncorrectState',
  networkCardIndexBug: true,
  forcedDetachBlocksIndex: true,
  deletesDetachingOnTermination: true,
  idsOnlyUsesUnfilteredBucket: true,
  // Nobody says that they are: the count is described as that of unused addresses.
  reservationsLowerAvailable: false,
  // The default quota of interfaces in a region.
  unpagedInterfacesMax: 5_000,
};
