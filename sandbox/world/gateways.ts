import { newId } from '../ids.ts';
import type { Core } from './core.ts';
import { blackholeRoutesTo } from './create-route-table.ts';
import type { Gateway } from './record-network.ts';
import type { Tags } from './records.ts';

export interface NewGateway {
  readonly kind: Gateway['kind'];
  readonly vpcIds: readonly string[];
  readonly tags: Tags;
}

export function createGateway(core: Core, asked: NewGateway): Gateway {
  const random = core.random.stream(`gateway/${core.count('gateway')}`);
  const gatewayId = newId(random, asked.kind);
  return core.tables.gateways.put(gatewayId, { gatewayId, ...asked, ordinal: core.nextOrdinal() });
}

/** Routes to it stay, as blackholes. */
export function deleteGateway(core: Core, gatewayId: string): void {
  core.tables.gateways.delete(gatewayId);
  blackholeRoutesTo(core, gatewayId);
}
