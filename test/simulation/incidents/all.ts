import type { Simulation } from '../simulation.ts';
import * as failures from './failures.ts';
import { holdAgain } from './hold-again.ts';
import type { Happening, IncidentKind } from './incident.ts';
import * as membership from './membership.ts';
import * as people from './people.ts';
import * as signals from './signals.ts';
import * as surroundings from './surroundings.ts';

const happenings: Readonly<Record<IncidentKind, Happening>> = {
  stop: failures.stop,
  terminate: failures.terminate,
  hang: failures.hang,
  impair: failures.impair,
  reboot: failures.reboot,
  'auto-recovery': failures.autoRecovery,
  'zone-loss': failures.zoneLoss,
  flapping: failures.flapping,
  'spot-warning': failures.spotWarning,
  'launch-member': membership.launchMember,
  'retire-member': membership.retireMember,
  'operator-attach': people.operatorAttach,
  'operator-detach': people.operatorDetach,
  'operator-move': people.operatorMove,
  hold: people.hold,
  'hold-again': holdAgain,
  'garble-tag': people.garbleTag,
  'switchover-request': people.switchoverRequest,
  'impossible-request': people.impossibleRequest,
  'heartbeat-alarm': signals.heartbeatAlarm,
  'status-alarm': signals.statusAlarm,
  'false-alarm': signals.falseAlarm,
  'belated-event': signals.belatedEvent,
  'malformed-event': signals.malformedEvent,
  cleaner: surroundings.cleaner,
  'noisy-neighbour': surroundings.noisyNeighbour,
  'api-outage': surroundings.apiOutage,
  'stuck-detach': surroundings.stuckDetach,
  'standby-fails-too': failures.standbyFailsToo,
  'hidden-instance': surroundings.hiddenInstance,
  'sns-outage': surroundings.snsOutage,
};

export function happen(kind: IncidentKind, simulation: Simulation): void {
  happenings[kind](simulation);
}
