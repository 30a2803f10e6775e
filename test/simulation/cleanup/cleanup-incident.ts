/** What happens to the ENIs that the cleanup looks at, by name: coverage counts each. */
export const cleanupIncidentKinds = [
  'orphan-attached',
  'orphan-made',
  'orphan-tagged',
  'orphan-changed',
  'orphan-deleted',
  'mark-changed',
  'eip-on-orphan',
  'route-to-orphan',
  'reservation-on-orphan',
  'permission-on-orphan',
  'used-eni-detached',
  's3-outage',
  's3-denied',
  'cleanup-throttled',
  'cleanup-api-outage',
  'read-denied',
] as const;

export type CleanupIncidentKind = (typeof cleanupIncidentKinds)[number];
