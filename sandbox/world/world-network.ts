import { createFlowLog } from './flow-logs.ts';
import { createGateway, deleteGateway } from './gateways.ts';
import { existingGroup } from './lookup.ts';
import { createPeering, putStatus } from './peerings.ts';
import type { FlowLog, Gateway, SecurityGroupRule, VpcPeeringConnection } from './record-network.ts';
import { createSecurityGroupRule } from './security-group-rules.ts';
import { WorldReferences } from './world-references.ts';
import type { FlowLogToAdd, GatewayToAdd, PeeringToAdd, SecurityGroupRuleToAdd } from './world-types.ts';

/** Builds what lies around network interfaces, at once and without the checks of the API. */
export class WorldNetwork extends WorldReferences {
  addPeering({ requester, accepter, status = 'active', tags = {} }: PeeringToAdd): VpcPeeringConnection {
    const own = { ownerId: this.core.account, region: this.core.region, cidrs: [] };
    const sides = { requester: { ...own, ...requester }, accepter: { ...own, ...accepter } };
    const { vpcPeeringConnectionId } = createPeering(this.core, { ...sides, status, tags });
    return putStatus(this.core, vpcPeeringConnectionId, status);
  }

  /** A gateway that exists and is attached: the API of the sandbox makes none. */
  addGateway({ kind, vpcIds, tags = {} }: GatewayToAdd): Gateway {
    return createGateway(this.core, { kind, vpcIds, tags });
  }

  /** Routes to it become blackholes. */
  removeGateway(gatewayId: string): void {
    deleteGateway(this.core, gatewayId);
  }

  /** To a bucket. */
  addFlowLog({ resourceId, trafficType = 'ALL', tags = {} }: FlowLogToAdd): FlowLog {
    const destination = { logDestinationType: 's3', logDestination: 'arn:aws:s3:::flow-logs' } as const;
    return createFlowLog(this.core, {
      resourceId,
      trafficType,
      ...destination,
      maxAggregationInterval: 600,
      tags,
    });
  }

  addSecurityGroupRule(asked: SecurityGroupRuleToAdd): SecurityGroupRule {
    const { groupId, isEgress = false, ipProtocol = 'tcp', fromPort = -1, peer, tags = {} } = asked;
    existingGroup(this.core, groupId);
    const toPort = asked.toPort ?? fromPort;
    return createSecurityGroupRule(this.core, {
      groupId,
      isEgress,
      ipProtocol,
      fromPort,
      toPort,
      peer,
      tags,
    });
  }
}
