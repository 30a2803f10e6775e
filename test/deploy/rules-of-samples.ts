/**
 * Which rules let in which of the sample events, each sample once; no rule lets in one that misses it by a hair: another state,
 * another source, a call that EC2 refused.
 */
export const rulesOfSamples: Readonly<Record<string, readonly string[]>> = {
  'instance-state-change-pending': ['instance-state-change'],
  'instance-state-change-running': ['instance-state-change'],
  'instance-state-change-shutting-down': ['instance-state-change'],
  'instance-state-change-stopped': ['instance-state-change'],
  'instance-state-change-stopping': ['instance-state-change'],
  'instance-state-change-terminated': ['instance-state-change'],
  'instance-state-change-of-somebody': [],

  'alarm-composite': ['alarm-state-change'],
  'alarm-composite-suppressed': ['alarm-state-change'],
  'alarm-heartbeat': ['alarm-state-change'],
  'alarm-metric-maths': ['alarm-state-change'],
  'alarm-muted': ['alarm-state-change'],
  'alarm-status-check': ['alarm-state-change'],
  'alarm-ok': [],
  'alarm-insufficient-data': [],
  'alarm-configuration-change': [],
  'alarm-contributor-state-change': [],
  'alarm-of-somebody': [],
  // Comes to the function straight from CloudWatch.
  'alarm-action': [],

  'spot-interruption-hibernate': ['spot-interruption'],
  'spot-interruption-stop': ['spot-interruption'],
  'spot-interruption-terminate': ['spot-interruption'],
  'rebalance-recommendation': ['rebalance-recommendation'],

  'switchover-request': ['switchover-request'],
  'switchover-request-with-target': ['switchover-request'],
  'switchover-request-of-somebody': [],

  'cloudtrail-call': ['address-call', 'eni-call'],
  'cloudtrail-call-create-route': ['address-call'],
  'cloudtrail-call-create-tags': [],
  'cloudtrail-call-of-another-service': [],
  'cloudtrail-call-refused': [],

  'auto-scaling-lifecycle-action': [],
  'health-event': [],
  // Comes to each function from a schedule of its own.
  'scheduled-event': [],
};
