/** A seed that once failed, and what it found. It is run again with every test, though a richer simulator may draw another history from it. */
export interface KnownSeed {
  readonly seed: string;
  readonly found: string;
}

export const knownSeeds: readonly KnownSeed[] = [
  {
    seed: '24',
    found:
      'An Attach whose reply was lost, and a lagging read that still showed the ENI free: it was tried again, refused as in use, and the move was never told.',
  },
  { seed: '1012', found: 'The same, twice in a row.' },
  {
    seed: '4082',
    found:
      'One API failed for a minute while the two others had answered: a decision was made from a snapshot of which half was a minute old, and an ENI attached to a member that failed its status check by then.',
  },
  {
    seed: '5207',
    found:
      'A detach from a stranger that was shutting down, which the role denies: only a terminated instance loses its tags.',
  },
  {
    seed: '8071',
    found:
      'Followers that had waited for their leader attached although people had taken the leader away meanwhile and put it on hold.',
  },
  {
    seed: '40136',
    found:
      'The members of a group had been read two minutes before the limits of their types could be, and counted as read when those were: ENIs were attached to a member that was on hold by then.',
  },
  {
    seed: '1033',
    found:
      'An ENI was deleted while a group of its VPC was unattached and had members again: the last look believed the list of groups with members that the sweep had begun with.',
  },
  {
    seed: '911221307',
    found:
      'A mark that was denied because somebody had enrolled the ENI since the look was told as a failure.',
  },
  {
    seed: '789',
    found:
      'A follower attached to where the ENI was that it had waited for, which had led only while the group tag of the true leader could not be read.',
  },
  {
    seed: '1741',
    found:
      'An ENI kept its mark through an attachment, because DeleteTags was throttled in one sweep and the next one died; unattached again, it was deleted at once.',
  },
];
