import type { Simulation } from '../simulation.ts';

/** Everything that can happen to the world in a history, by name: coverage counts each. */
export const incidentKinds = [
  'stop',
  'terminate',
  'hang',
  'impair',
  'reboot',
  'auto-recovery',
  'zone-loss',
  'flapping',
  'spot-warning',
  'launch-member',
  'retire-member',
  'operator-attach',
  'operator-detach',
  'operator-move',
  'hold',
  'hold-again',
  'garble-tag',
  'switchover-request',
  'impossible-request',
  'heartbeat-alarm',
  'status-alarm',
  'false-alarm',
  'belated-event',
  'malformed-event',
  'cleaner',
  'noisy-neighbour',
  'api-outage',
  'stuck-detach',
  'standby-fails-too',
  'hidden-instance',
  'sns-outage',
] as const;

export type IncidentKind = (typeof incidentKinds)[number];

/** Lets it happen now, to something that it draws; does nothing where there is nothing that it could happen to. */
export type Happening = (simulation: Simulation) => void;
